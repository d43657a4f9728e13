using System.Text.Json;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>What Google makes of reminders (section 3.6).</summary>
internal static class ReminderRules
{
    private const int MaxOverrides = 5;
    private const int MaxMinutes = 40_320;

    public static ReminderSet Of(StoredEvent stored, Account viewer) =>
        stored.Reminders.TryGetValue(viewer.Email, out ReminderSet? own) ? own : Unset(stored.State, Defaults(stored.Calendar, viewer));

    /// <summary>What an event has when nothing was said: an all-day one gets a copy of the calendar's defaults.</summary>
    public static ReminderSet Unset(EventState state, IReadOnlyList<Reminder> defaults) =>
        state.Start is { IsAllDay: true } ? new ReminderSet(UseDefault: false, Scatter(defaults)) : ReminderSet.Default;

    public static IReadOnlyList<Reminder> Defaults(CalendarState calendar, Account viewer) =>
        viewer.CalendarList.TryGetValue(calendar.Id, out ListEntry? entry) ? entry.DefaultReminders : [];

    /// <summary>Null when the body says nothing about reminders.</summary>
    public static ReminderSet? Read(JsonObject body)
    {
        if (JsonFields.Object(body, "reminders") is not { } reminders)
        {
            return null;
        }

        bool useDefault = JsonFields.Flag(reminders, "useDefault", otherwise: false);
        JsonArray overrides = JsonFields.Array(reminders, "overrides") ?? [];
        if (useDefault && overrides.Count > 0)
        {
            throw GoogleErrors.Calendar("cannotUseDefaultRemindersAndSpecifyOverride", "Cannot specify both default reminders and overrides at the same time.").Thrown();
        }

        if (overrides.Count > MaxOverrides)
        {
            throw GoogleErrors.Calendar("eventRemindersCountExceedsLimit", "The event exceeds the allowed maximum number of reminders.").Thrown();
        }

        return new ReminderSet(useDefault, Scatter(ReadList(overrides)));
    }

    /// <summary>Unknown methods are dropped, minutes clamped, doubles collapsed.</summary>
    public static IReadOnlyList<Reminder> ReadList(JsonArray overrides)
    {
        List<Reminder> list = [];
        foreach (JsonObject entry in overrides.OfType<JsonObject>())
        {
            string? method = JsonFields.Text(entry, "method");
            long minutes = JsonFields.Number(entry, "minutes") ?? throw GoogleErrors.Required("Missing reminder minutes.").Thrown();
            Reminder reminder = new(method ?? "", (int)Math.Clamp(minutes, 0, MaxMinutes));
            if (method is "popup" or "email" && !list.Contains(reminder))
            {
                list.Add(reminder);
            }
        }

        return list;
    }

    /// <summary>Left out when there are none.</summary>
    public static void WriteOverrides(Utf8JsonWriter json, IReadOnlyList<Reminder> overrides)
    {
        if (overrides.Count > 0)
        {
            Write(json, "overrides", overrides);
        }
    }

    public static void WriteDefaults(Utf8JsonWriter json, IReadOnlyList<Reminder> defaults) => Write(json, "defaultReminders", defaults);

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<Reminder> reminders)
    {
        json.WriteStartArray(name);
        foreach (Reminder reminder in reminders)
        {
            json.WriteStartObject();
            json.WriteString("method", reminder.Method);
            json.WriteNumber("minutes", reminder.Minutes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The order is not kept: popups first, longest notice first, whatever was sent.</summary>
    private static Reminder[] Scatter(IReadOnlyList<Reminder> list) =>
        [.. list.OrderByDescending(static r => r.Method, StringComparer.Ordinal).ThenByDescending(static r => r.Minutes)];
}
