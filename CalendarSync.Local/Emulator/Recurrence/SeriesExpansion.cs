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
        Series read = Read(series, calendarZone);
        Instant from = Bound(min, allDay, calendarZone) ?? Instant.MinValue;
        Expansion expansion = Expand(read, from, Bound(max, allDay, calendarZone) ?? Instant.MaxValue, most);
        if (expansion is { End: ExpansionEnd.TooMany, Occurrences: [.., var last] } && series.Recurrence.Count > 1)
        {
            // The first rule has used up the number: what the others make until then belongs there too.
            expansion = Expand(read, from, last.Start + Duration.FromSeconds(1), int.MaxValue);
        }

        return [.. expansion.Occurrences.Take(most).Select(o => SlotOf(series, o.Start))];
    }

    public static bool Has(EventState series, DateTimeZone calendarZone, EventTime slot)
    {
        if (slot.IsAllDay != series.Start!.IsAllDay)
        {
            return false;
        }

        Instant start = MomentOf(slot);
        return Expand(Read(series, calendarZone), start, start + Duration.FromSeconds(1), Most).Occurrences.Any(o => o.Start == start);
    }

    private static Expansion Expand(Series series, Instant from, Instant to, int most)
    {
        Expansion expansion = series.Expand(from, to, most, new ExpansionBudget(ExpansionBudget.Ample, CancellationToken.None));
        return expansion.End is not ExpansionEnd.TooCostly
            ? expansion
            : throw GoogleErrors.NotEmulated("a series that takes this much work to expand").Thrown();
    }

    /// <summary>A slot as the expander counts: a day is its midnight in UTC.</summary>
    public static Instant MomentOf(EventTime slot) => slot.Date is { } date ? date.AtMidnight().InUtc().ToInstant() : slot.Instant!.Value;

    public static SeriesTimes TimesOf(EventState series, DateTimeZone calendarZone)
    {
        DateTimeZone zone = series.Start!.TimeZone is { } name ? DateTimeZoneProviders.Tzdb[name] : calendarZone;
        return series.Start.Date is { } date
            ? SeriesTimes.Days(date, series.End!.Date!.Value)
            : SeriesTimes.Timed(series.Start.Instant!.Value, series.End!.Instant!.Value, zone);
    }

    private static Series Read(EventState series, DateTimeZone calendarZone) => Series.Read(TimesOf(series, calendarZone), series.Recurrence).IsRead(out Series? read, out string? fault)
        ? read
        : throw GoogleErrors.NotEmulated($"expanding this series ({fault})").Thrown();

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
