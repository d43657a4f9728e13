using System.Globalization;

using CalendarSync.Core.Reconciliation;

using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CalendarSync.Core.Configuration;

/// <summary>From YAML nodes to the model; goes on after a fault, so that all of them are known at once.</summary>
internal sealed class CalendarConfigurationReader(ICollection<string> faults)
{
    private const int MostReminders = 5;
    private const int MostMinutes = 40320;
    private const int MostDays = 36525;

    public CalendarConfiguration Read(YamlNode root)
    {
        if (Mapping(root, "the file", "google_calendar") is not { } file || Child(file, "google_calendar") is not { } node)
        {
            Fault(root, "google_calendar is missing");
            return CalendarConfiguration.WithoutFile;
        }

        YamlMappingNode? top = Mapping(
            node, "google_calendar", "enabled", "sync_interval_minutes", "calendars", "sync_range", "default_reminders");
        if (top is null)
        {
            return CalendarConfiguration.WithoutFile;
        }

        return new CalendarConfiguration
        {
            Enabled = Child(top, "enabled") is not { } enabled || Boolean(enabled, "enabled"),
            SyncIntervalMinutes = Child(top, "sync_interval_minutes") is { } minutes ? Number(minutes, "sync_interval_minutes", 1, 1440) : null,
            Calendars = Calendars(top),
            SyncRange = Range(Child(top, "sync_range")),
            DefaultReminders = [.. Items(Child(top, "default_reminders"), "default_reminders", MostReminders).Select(Reminder).OfType<Reminder>()],
        };
    }

    private List<ConfiguredCalendar> Calendars(YamlMappingNode top)
    {
        YamlNode? node = Child(top, "calendars");
        IReadOnlyList<YamlNode> items = Items(node, "calendars", 1000);
        if (items.Count == 0)
        {
            Fault(node ?? top, "calendars must list at least one calendar");
        }

        var calendars = new List<ConfiguredCalendar>();
        foreach (YamlNode item in items)
        {
            if (Calendar(item) is { } calendar)
            {
                if (calendars.Exists(other => string.Equals(other.Id, calendar.Id, StringComparison.Ordinal)))
                {
                    Fault(item, "id is that of an earlier calendar");
                }

                calendars.Add(calendar);
            }
        }

        return calendars;
    }

    private ConfiguredCalendar? Calendar(YamlNode node)
    {
        if (Mapping(node, "a calendar", "id", "name", "role", "casquette", "color") is not { } calendar)
        {
            return null;
        }

        string? id = Text(Child(calendar, "id"), "id", 1024);
        if (id is null)
        {
            Fault(node, "id is missing");
        }

        string? role = Text(Child(calendar, "role"), "role", 100);
        string? casquette = Text(Child(calendar, "casquette"), "casquette", 100);
        if (role is not null && casquette is not null && !string.Equals(role, casquette, StringComparison.Ordinal))
        {
            Fault(node, "role and casquette mean the same and differ here");
        }

        string? color = Text(Child(calendar, "color"), "color", 7);
        if (color is not null && !IsColor(color))
        {
            Fault(Child(calendar, "color") ?? node, "color must look like \"#rrggbb\"");
            color = null;
        }

        return new ConfiguredCalendar(id ?? "", Text(Child(calendar, "name"), "name", 1000), role ?? casquette, color?.ToLowerInvariant());
    }

    private SyncRange? Range(YamlNode? node)
    {
        if (node is null || IsNull(node) || Mapping(node, "sync_range", "past_days", "future_days") is not { } range)
        {
            return null;
        }

        return new SyncRange(Required(range, "past_days", 0, MostDays), Required(range, "future_days", 0, MostDays));
    }

    private Reminder? Reminder(YamlNode node)
    {
        if (Mapping(node, "a reminder", "method", "minutes") is not { } reminder)
        {
            return null;
        }

        string? method = Text(Child(reminder, "method"), "method", 100);
        if (method is not ("popup" or "email"))
        {
            Fault(Child(reminder, "method") ?? node, "method must be popup or email");
        }

        return new Reminder(method ?? "", Required(reminder, "minutes", 0, MostMinutes));
    }

    private int Required(YamlMappingNode mapping, string key, int least, int most)
    {
        if (Child(mapping, key) is { } node)
        {
            return Number(node, key, least, most);
        }

        Fault(mapping, $"{key} is missing");
        return least;
    }

    private YamlMappingNode? Mapping(YamlNode node, string what, params ReadOnlySpan<string> keys)
    {
        if (node is not YamlMappingNode mapping)
        {
            Fault(node, $"{what} must have keys of its own");
            return null;
        }

        foreach (YamlNode key in mapping.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !keys.Contains(name))
            {
                Fault(key, $"this key is unknown; {what} may have {string.Join(", ", keys)}");
            }
        }

        return mapping;
    }

    private IReadOnlyList<YamlNode> Items(YamlNode? node, string key, int most)
    {
        if (node is null || IsNull(node))
        {
            return [];
        }

        if (node is not YamlSequenceNode sequence)
        {
            Fault(node, $"{key} must be a list");
            return [];
        }

        if (sequence.Children.Count > most)
        {
            Fault(node, $"{key} may have {most} entries at most");
        }

        return [.. sequence.Children];
    }

    private string? Text(YamlNode? node, string key, int longest)
    {
        if (node is null || IsNull(node))
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { } text } && text.Trim() is { Length: > 0 } trimmed && trimmed.Length <= longest && !trimmed.Any(char.IsControl))
        {
            return trimmed;
        }

        Fault(node, $"{key} must be a text of 1 to {longest} characters");
        return null;
    }

    private bool Boolean(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: { } text } && bool.TryParse(text, out bool value))
        {
            return value;
        }

        Fault(node, $"{key} must be true or false");
        return false;
    }

    private int Number(YamlNode node, string key, int least, int most)
    {
        if (node is YamlScalarNode { Value: { } text }
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
        {
            return value;
        }

        Fault(node, $"{key} must be a whole number from {least} to {most}");
        return least;
    }

    private void Fault(YamlNode node, string text) => faults.Add($"CALENDAR_CONFIG_PATH line {node.Start.Line}: {text}.");

    private static YamlNode? Child(YamlMappingNode mapping, string key) => mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private static bool IsColor(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);
}
