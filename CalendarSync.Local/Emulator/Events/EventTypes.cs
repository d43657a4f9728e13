using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>What the API may do with events that are not of the default type (section 3.11).</summary>
internal static class EventTypes
{
    public const string Default = "default";

    private static readonly string[] All = ["birthday", Default, "focusTime", "fromGmail", "outOfOffice", "workingLocation"];

    public static bool IsKnown(string type) => All.Contains(type, StringComparer.Ordinal);

    public static string? BlockOf(string type) => type switch
    {
        "birthday" => "birthdayProperties",
        "focusTime" => "focusTimeProperties",
        "outOfOffice" => "outOfOfficeProperties",
        "workingLocation" => "workingLocationProperties",
        _ => null,
    };

    /// <summary>Whether an API client may create it here.</summary>
    public static void CheckInsert(EventState state, CalendarState calendar)
    {
        switch (state.EventType)
        {
            case Default:
                return;
            case "focusTime" or "outOfOffice" or "workingLocation":
                if (!calendar.IsPrimary || !calendar.Owner.Workspace)
                {
                    throw GoogleErrors.EventTypeRestriction("The user does not have permission to create events of this type.").Thrown();
                }

                CheckShape(state);
                return;
            case "birthday" when IsOwnBirthday(state):
                if (!state.Start!.IsAllDay || !state.IsSeries)
                {
                    throw GoogleErrors.Calendar("malformedBirthdayEvent", "Birthday events must be all-day and repeat yearly.").Thrown();
                }

                return;
            default:
                throw GoogleErrors.Calendar("invalidEventType", "Events of this type cannot be created using the API.").Thrown();
        }
    }

    public static void CheckUpdate(EventState before, EventState after)
    {
        if (!string.Equals(before.EventType, after.EventType, StringComparison.Ordinal))
        {
            throw GoogleErrors.EventTypeRestriction("Event type cannot be changed.").Thrown();
        }

        if (before.EventType is "fromGmail" or "birthday" && !EventComparison.SameShared(before, after))
        {
            throw GoogleErrors.EventTypeRestriction("This operation is not allowed for events of this type.").Thrown();
        }

        if (before.EventType is not ("fromGmail" or "birthday"))
        {
            CheckShape(after);
        }
    }

    public static void CheckDelete(EventState state)
    {
        if (string.Equals(state.EventType, "birthday", StringComparison.Ordinal) && (string?)state.TypeProperties?["contact"] is not null)
        {
            throw GoogleErrors.EventTypeRestriction("Birthdays of contacts cannot be deleted.").Thrown();
        }
    }

    public static JsonObject? ReadBlock(JsonObject body, string type) =>
        BlockOf(type) is { } block ? JsonFields.Object(body, block)?.DeepClone() as JsonObject : null;

    private static bool IsOwnBirthday(EventState state) => ((string?)state.TypeProperties?["type"] ?? "birthday") is "birthday";

    private static void CheckShape(EventState state)
    {
        bool allDay = state.Start is { IsAllDay: true };
        if (allDay && string.Equals(state.EventType, "focusTime", StringComparison.Ordinal))
        {
            throw GoogleErrors.Calendar("malformedFocusTimeEvent", "A focus time event cannot be an all-day event.").Thrown();
        }

        if (allDay && string.Equals(state.EventType, "outOfOffice", StringComparison.Ordinal))
        {
            throw GoogleErrors.Calendar("malformedOutOfOfficeEvent", "An out of office event cannot be an all-day event.").Thrown();
        }

        if (allDay && string.Equals(state.EventType, "workingLocation", StringComparison.Ordinal) && state.Start!.Date!.Value.PlusDays(1) != state.End!.Date)
        {
            throw GoogleErrors.Calendar("malformedWorkingLocationEvent", "An all-day working location event must last exactly one day.").Thrown();
        }
    }
}
