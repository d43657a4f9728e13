using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>A value of RDATE or EXDATE (RFC 5545, 3.8.5.1 and 3.8.5.2).</summary>
/// <param name="Clock">As written; a date is its midnight.</param>
/// <param name="IsDay">Written as a date.</param>
/// <param name="Zone">Whose clock: TZID's or UTC; null for the series' own.</param>
/// <param name="Length">Of a PERIOD; null for the series' own.</param>
internal sealed record ListedTime(LocalDateTime Clock, bool IsDay, DateTimeZone? Zone, Duration? Length)
{
    /// <summary>
    /// The slot in a series. A date beside a timed series is that day at the start's time of day, a time beside an all-day series is its
    /// day: RFC 5545 asks for the same kind as the start, and what is stored does not always heed it.
    /// </summary>
    public Instant SlotIn(SeriesTimes series)
    {
        if (series.AllDay)
        {
            return Clock.Date.AtMidnight().InUtc().ToInstant();
        }

        return IsDay ? series.Resolve(Clock.Date.At(series.Start.TimeOfDay)) : (Zone ?? series.Zone).AtLeniently(Clock).ToInstant();
    }
}
