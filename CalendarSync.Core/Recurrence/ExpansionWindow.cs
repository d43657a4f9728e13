using NodaTime;
using NodaTime.TimeZones;

namespace CalendarSync.Core.Recurrence;

/// <summary>A window in time, and what it is on a series' clock.</summary>
internal sealed class ExpansionWindow
{
    private readonly Instant _from;
    private readonly Instant _to;

    public ExpansionWindow(SeriesTimes times, Instant from, Instant to)
    {
        _from = from;
        _to = to;
        Instant first = from - times.Length;

        // Near a change of the clock a time and its moment come apart, by a day at most (Samoa left one out).
        Duration doubt = ChangesBetween(times.Zone, first, to) ? Duration.FromHours(25) : Duration.Zero;
        FirstLocal = (first - doubt).InZone(times.Zone).LocalDateTime;
        LastLocal = (to + doubt).InZone(times.Zone).LocalDateTime;
    }

    /// <summary>No occurrence of the window starts earlier on the series' clock.</summary>
    public LocalDateTime FirstLocal { get; }

    /// <summary>None starts later.</summary>
    public LocalDateTime LastLocal { get; }

    public bool Overlaps(Instant start, Duration length) => start < _to && (start + length > _from || (length == Duration.Zero && start == _from));

    private static bool ChangesBetween(DateTimeZone zone, Instant first, Instant last)
    {
        ZoneInterval interval = zone.GetZoneInterval(first - Duration.FromHours(26));
        return interval.HasEnd && interval.End < last + Duration.FromHours(26);
    }
}
