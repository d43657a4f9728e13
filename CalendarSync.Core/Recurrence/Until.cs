using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>
/// The UNTIL part, inclusive. RFC 5545 wants a date beside a DATE start and UTC beside a zoned one; what is stored in calendars mixes
/// them, so all three forms are read: a date is the whole day on the series' clock, a time without <c>Z</c> is on that clock too.
/// </summary>
/// <param name="Clock">The moment on its own clock; a date is its last second.</param>
/// <param name="IsUtc">That clock is UTC; else it is the series'.</param>
internal sealed record Until(LocalDateTime Clock, bool IsUtc)
{
    /// <summary>Whether an occurrence is late enough to be cut off.</summary>
    public bool Excludes(LocalDateTime local, Instant instant) => IsUtc ? instant > Clock.InUtc().ToInstant() : local > Clock;

    /// <summary>A time on the series' clock after which nothing can be left; generous, since <see cref="Excludes"/> decides.</summary>
    public LocalDateTime LatestLocal(DateTimeZone zone)
    {
        if (!IsUtc || Clock.Year is < 1 or > 9990)
        {
            return Clock;
        }

        // A gap can put a whole day's clock times behind the moment they stand for.
        return Clock.InUtc().ToInstant().InZone(zone).LocalDateTime.PlusHours(25);
    }
}
