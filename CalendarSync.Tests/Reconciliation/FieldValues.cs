using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>Values of every field that can be told apart, in Google's words too.</summary>
internal static class FieldValues
{
    public static readonly EventField[] Fields = [.. Enum.GetValues<EventField>().Where(f => f is not (EventField.None or EventField.All))];

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>An event in the application's own words: no zone, a colour that Google does not have, reminders left to the configuration.</summary>
    public static readonly EventFields Original = new()
    {
        Title = "Original",
        Description = "About it",
        Times = EventTimes.Timed(Start, Start.AddHours(1), null),
        Color = "#abcdef",
        Recurrence = RecurrenceLines.Of(["RRULE:FREQ=WEEKLY"]),
    };

    /// <summary>Fields with two values only: two edits of them are always the same edit.</summary>
    public const EventField TwoValued = EventField.Status | EventField.Transparency;

    /// <param name="number">1 to 255; other numbers are other values, except of the fields with two values.</param>
    public static EventFields Edit(EventFields e, EventField fields, int number) => e.With(fields, new EventFields
    {
        Title = $"{number}. title",
        Description = $"{number}. description",
        Location = $"{number}. location",
        Times = EventTimes.Timed(Start.AddDays(number), Start.AddDays(number).AddHours(1), null),
        Color = $"#{number:x2}cdef",
        Recurrence = RecurrenceLines.Of([$"RRULE:FREQ=WEEKLY;COUNT={number}"]),
        Tentative = true,
        Visibility = $"visibility{number}",
        Transparency = "transparent",
        Reminders = EventReminders.Of(false, [new Reminder("email", number)]),
    });
}
