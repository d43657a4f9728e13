using CalendarSync.Local.Emulator.Model;
using NodaTime;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>What one occurrence says before anybody changed it.</summary>
internal static class InstanceState
{
    /// <summary>The series' state, moved to the slot. The wall clock keeps its length across DST.</summary>
    public static EventState At(EventState series, EventTime slot, DateTimeZone calendarZone)
    {
        if (slot.Date is { } date)
        {
            int days = Period.Between(series.Start!.Date!.Value, series.End!.Date!.Value, PeriodUnits.Days).Days;
            return series with { Recurrence = [], Start = slot, End = new EventTime(date.PlusDays(days), Instant: null, TimeZone: null), EtagNumber = 0, UpdatedMs = 0 };
        }

        DateTimeZone zone = series.Start!.TimeZone is { } name ? DateTimeZoneProviders.Tzdb[name] : calendarZone;
        Period length = Period.Between(series.Start.Instant!.Value.InZone(zone).LocalDateTime, series.End!.Instant!.Value.InZone(zone).LocalDateTime);
        Instant end = zone.AtLeniently(slot.Instant!.Value.InZone(zone).LocalDateTime + length).ToInstant();
        return series with
        {
            Recurrence = [],
            Start = new EventTime(Date: null, slot.Instant, series.Start.TimeZone),
            End = new EventTime(Date: null, end, series.End.TimeZone),
            EtagNumber = 0,
            UpdatedMs = 0,
        };
    }
}
