using CalendarSync.Core.Recurrence;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;
using NodaTime;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>
/// The slots of a series. They come from the product's own expander: it is held against three others by tests of its own, and a second one here
/// would be checked by nothing.
/// </summary>
internal static class SeriesExpansion
{
    /// <summary>Where Google stops with a series that never ends is not documented; a weekly one was seen to come to about 700 instances.</summary>
    public const int Most = 730;

    /// <summary>The slots whose instances overlap a window, in order; no more than <see cref="Most"/>.</summary>
    public static IReadOnlyList<EventTime> Slots(EventState series, DateTimeZone calendarZone, Instant? min, Instant? max, int most = Most)
    {
        bool allDay = series.Start!.IsAllDay;
        Expansion expansion = Read(series, calendarZone).Expand(
            Bound(min, allDay, calendarZone) ?? Instant.MinValue,
            Bound(max, allDay, calendarZone) ?? Instant.MaxValue,
            most,
            new ExpansionBudget(ExpansionBudget.Ample, CancellationToken.None));
        return expansion.End is not ExpansionEnd.TooCostly
            ? [.. expansion.Occurrences.Select(o => SlotOf(series, o.Start))]
            : throw GoogleErrors.NotEmulated("a series that takes this much work to expand").Thrown();
    }

    public static bool Has(EventState series, DateTimeZone calendarZone, EventTime slot)
    {
        if (slot.IsAllDay != series.Start!.IsAllDay)
        {
            return false;
        }

        Instant start = slot.Date is { } date ? date.AtMidnight().InUtc().ToInstant() : slot.Instant!.Value;
        Expansion expansion = Read(series, calendarZone).Expand(start, start + Duration.FromSeconds(1), Most, new ExpansionBudget(ExpansionBudget.Ample, CancellationToken.None));
        return expansion.Occurrences.Any(o => o.Start == start);
    }

    private static Series Read(EventState series, DateTimeZone calendarZone)
    {
        DateTimeZone zone = series.Start!.TimeZone is { } name ? DateTimeZoneProviders.Tzdb[name] : calendarZone;
        SeriesTimes times = series.Start.Date is { } date
            ? SeriesTimes.Days(date, series.End!.Date!.Value)
            : SeriesTimes.Timed(series.Start.Instant!.Value, series.End!.Instant!.Value, zone);
        return Series.Read(times, series.Recurrence).IsRead(out Series? read, out string? fault)
            ? read
            : throw GoogleErrors.NotEmulated($"expanding this series ({fault})").Thrown();
    }

    private static EventTime SlotOf(EventState series, Instant start) => series.Start!.IsAllDay
        ? new EventTime(start.InUtc().Date, Instant: null, TimeZone: null)
        : new EventTime(Date: null, start, series.Start.TimeZone);

    /// <summary>All-day events are bounded in the calendar's zone: what its clock says then, taken as the expander's days are.</summary>
    private static Instant? Bound(Instant? bound, bool allDay, DateTimeZone calendarZone)
    {
        Instant? whole = bound is { } instant ? Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds()) : null;
        return allDay ? whole?.InZone(calendarZone).LocalDateTime.InUtc().ToInstant() : whole;
    }
}
