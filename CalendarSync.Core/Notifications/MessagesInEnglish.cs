using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Notifications;

/// <summary>For every culture that is not French.</summary>
internal static class MessagesInEnglish
{
    public static MessageTexts Texts { get; } = new()
    {
        EventCreated = "Event added to Google Calendar",
        EventsCreated = "{0} events added to Google Calendar",
        EventChanged = "Event changed in Google Calendar",
        EventsChanged = "{0} events changed in Google Calendar",
        Changes = "Changes",
        Date = "Date",
        Place = "Place",
        Role = "Role",
        Calendar = "Calendar",
        Calendars = "Calendars",
        Link = "Open in Google Calendar",
        Untitled = "(no title)",
        Nothing = "(none)",
        Colon = ": ",
        Failing = "Google Calendar sync: 3 failures in a row",
        LastError = "Last error: ",
        CheckSettings = "Check the OAuth credentials and the settings.",
        Recovered = "Google Calendar sync: working again",
        NeedsReauth = "Google Calendar sync: reconnection needed",
        NeedsReauthAdvice = "Google no longer accepts the account's authorisation. Connect it again in Settings > Google Calendar. Changes that wait are kept.",
        DailyGood = "Google Calendar sync: daily sync succeeded",
        DailyBad = "Google Calendar sync: daily sync failed",
        Created = "Created",
        Updated = "Updated",
        Deleted = "Deleted",
        Conflicts = "Conflicts",
        Errors = "Errors",
        Confirmed = "confirmed",
        Tentative = "tentative",
        Busy = "busy",
        Free = "free",
        CalendarsOwn = "default",
        Minutes = "{0} min",
        TimeFormat = "HH:mm",
        Fields = new Dictionary<EventField, string>
        {
            [EventField.Title] = "Title",
            [EventField.Times] = "Time",
            [EventField.Location] = "Place",
            [EventField.Description] = "Description",
            [EventField.Recurrence] = "Recurrence",
            [EventField.Status] = "Status",
            [EventField.Color] = "Colour",
            [EventField.Visibility] = "Visibility",
            [EventField.Transparency] = "Availability",
            [EventField.Reminders] = "Reminders",
        },
        Roles = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
    };
}
