using CalendarSync.Local.Emulator.Model;
using NodaTime;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>What one occurrence says before anybody changed it.</summary>
internal static class InstanceState
{
    /// <summary>The series' state, moved to the slot, exactly as long as the first occurrence (RFC 5545, 3.8.5.3).</summary>
    public static EventState At(EventState series, EventTime slot, DateTimeZone calendarZone)
    {
        if (slot.Date is { } date)
        {
            int days = Period.DaysBetween(series.Start!.Date!.Value, series.End!.Date!.Value);
            return series with { Recurrence = [], Start = slot, End = new EventTime(date.PlusDays(days), Instant: null, TimeZone: null), EtagNumber = 0, UpdatedMs = 0 };
        }

        Duration length = series.End!.InstantIn(calendarZone) - series.Start!.InstantIn(calendarZone);
        return series with
        {
            Recurrence = [],
            Start = new EventTime(Date: null, slot.Instant, series.Start.TimeZone),
            End = new EventTime(Date: null, slot.Instant!.Value + length, series.End.TimeZone),
            EtagNumber = 0,
            UpdatedMs = 0,
        };
    }
}
