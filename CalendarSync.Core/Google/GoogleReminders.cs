namespace CalendarSync.Core.Google;

/// <summary>Reminders on the wire.</summary>
internal sealed record GoogleReminders(bool? UseDefault, IReadOnlyList<GoogleReminder>? Overrides);
