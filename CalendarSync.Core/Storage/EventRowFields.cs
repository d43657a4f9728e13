using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Storage;

/// <summary>What a row says, in the normal form that both sides share.</summary>
internal static class EventRowFields
{
    public static EventFields ToFields(this EventRow row) => new()
    {
        Title = row.Title,
        Description = row.Description,
        Location = row.Location,
        Times = row switch
        {
            { AllDay: true, StartDate: { } start, EndDate: { } end } => EventTimes.Days(start, end),
            { AllDay: false, StartAt: { } start, EndAt: { } end } => EventTimes.Timed(start, end, row.TimeZone),
            _ => null,
        },
        Color = row.Color,
        Recurrence = RecurrenceLines.Of(row.Recurrence),
        Tentative = string.Equals(row.Status, "tentative", StringComparison.Ordinal),
        Visibility = row.Visibility,
        Transparency = row.Transparency,
        Reminders = RemindersDocument.Read(row.Reminders),
    };
}
