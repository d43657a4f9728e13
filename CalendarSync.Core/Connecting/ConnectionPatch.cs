using System.Text.Json;

using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.Connecting;

/// <summary>What of a connection is to change; a field that is not named stays.</summary>
internal sealed record ConnectionPatch
{
    private const int LongestRole = 100;
    private const int MostReminders = 5;
    private const int MostMinutes = 40320;

    public bool? Enabled { get; init; }

    public string? SyncDirection { get; init; }

    public bool SetsRole { get; init; }

    public string? Role { get; init; }

    public bool SetsColor { get; init; }

    public string? Color { get; init; }

    public bool SetsReminders { get; init; }

    /// <summary>As the column keeps it.</summary>
    public string? DefaultReminders { get; init; }

    /// <summary>Private events of Google's become busy blocks; null leaves it as it is.</summary>
    public bool? PrivateAsBusy { get; init; }

    /// <summary>Null where something is wrong; then every fault names its field.</summary>
    public static ConnectionPatch? Read(IReadOnlyDictionary<string, JsonElement> fields, out IReadOnlyList<string> faults)
    {
        var found = new List<string>();
        var patch = new ConnectionPatch();
        foreach ((string name, JsonElement value) in fields)
        {
            ConnectionPatch? next = name switch
            {
                "enabled" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? patch with { Enabled = value.GetBoolean() } : null,
                "sync_direction" => Text(value) is "bidirectional" or "app_to_google" or "google_to_app" ? patch with { SyncDirection = value.GetString() } : null,
                "role" => IsNull(value) || IsRole(Text(value)) ? patch with { SetsRole = true, Role = Text(value) } : null,
                "color" => IsNull(value) || IsColor(Text(value)) ? patch with { SetsColor = true, Color = Text(value)?.ToLowerInvariant() } : null,
                "default_reminders" => TryReadReminders(value, out string? reminders) ? patch with { SetsReminders = true, DefaultReminders = reminders } : null,
                "private_events" => Text(value) is "full" or "busy" ? patch with { PrivateAsBusy = Text(value) is "busy" } : null,
                _ => null,
            };
            if (next is null)
            {
                found.Add(Fault(name));
            }

            patch = next ?? patch;
        }

        faults = [.. found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return found.Count == 0 ? patch : null;
    }

    private static string Fault(string name) => name switch
    {
        "enabled" => "enabled is true or false.",
        "sync_direction" => "sync_direction is bidirectional, app_to_google or google_to_app.",
        "role" => $"role is null or a text of 1 to {LongestRole} characters.",
        "color" => "color is null or #rrggbb.",
        "default_reminders" => $"default_reminders is null or a list of at most {MostReminders} {{method: popup or email, minutes: 0 to {MostMinutes}}}.",
        "private_events" => "private_events is full or busy.",
        _ => "Only enabled, sync_direction, role, color, default_reminders and private_events can be changed.",
    };

    private static bool TryReadReminders(JsonElement value, out string? document)
    {
        document = null;
        if (IsNull(value))
        {
            return true;
        }

        if (value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() > MostReminders)
        {
            return false;
        }

        var reminders = new List<Reminder>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.Object || item.EnumerateObject().Count() != 2
                || !item.TryGetProperty("method", out JsonElement method) || Text(method) is not ("popup" or "email")
                || !item.TryGetProperty("minutes", out JsonElement minutes) || minutes.ValueKind is not JsonValueKind.Number
                || !minutes.TryGetInt32(out int number) || number is < 0 or > MostMinutes)
            {
                return false;
            }

            reminders.Add(new Reminder(method.GetString()!, number));
        }

        document = RemindersDocument.Write(EventReminders.Of(false, reminders));
        return true;
    }

    private static bool IsNull(JsonElement value) => value.ValueKind is JsonValueKind.Null;

    private static string? Text(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static bool IsRole(string? text) => text is { Length: > 0 and <= LongestRole } && !text.Any(char.IsControl) && !string.IsNullOrWhiteSpace(text);

    private static bool IsColor(string? text) => text is { Length: 7 } && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);
}
