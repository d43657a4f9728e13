using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Google;

/// <summary>What an event that goes to Google takes from its calendar and its series.</summary>
/// <param name="TimeZone">The calendar's zone, for events that name none; UTC where it is unknown too.</param>
/// <param name="DefaultReminders">The configured reminders, for events whose application set none; null leaves them to the calendar.</param>
/// <param name="RecurringEventId">The series' event id, of an exception.</param>
/// <param name="OriginalSlot">The exception's slot in the series.</param>
internal sealed record WriteContext(
    string? TimeZone, EventReminders? DefaultReminders = null, string? RecurringEventId = null, OriginalSlot? OriginalSlot = null);
