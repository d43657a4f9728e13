using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>When a series begins, on which clock it repeats, and how long each occurrence is.</summary>
internal sealed record SeriesTimes
{
    /// <summary>Nobody's event is longer; beyond it the calendar's end would be in reach.</summary>
    private static readonly Duration Longest = Duration.FromDays(300_000);

    private SeriesTimes(LocalDateTime start, DateTimeZone zone, Duration length, bool allDay)
    {
        Start = start.With(TimeAdjusters.TruncateToSecond);
        Zone = zone;
        Length = Duration.Min(length, Longest);
        AllDay = allDay;
    }

    /// <summary>On the clock of <see cref="Zone"/>, in whole seconds: Google keeps no more.</summary>
    public LocalDateTime Start { get; }

    /// <summary>UTC for all-day series, whose days are the same everywhere.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>"If the duration of the recurring component is specified with the DTEND property [...], the same exact duration will apply to
    /// all the members of the generated recurrence set" (RFC 5545, 3.8.5.3): also in the night of a clock change.</summary>
    public Duration Length { get; }

    public bool AllDay { get; }

    public static SeriesTimes Timed(Instant start, Instant end, DateTimeZone zone) => new(start.InZone(zone).LocalDateTime, zone, Duration.Max(end - start, Duration.Zero), false);

    /// <param name="start">First day.</param>
    /// <param name="end">Exclusive.</param>
    public static SeriesTimes Days(LocalDate start, LocalDate end) =>
        new(start.AtMidnight(), DateTimeZone.Utc, Duration.FromDays(Math.Max(1, Period.DaysBetween(start, end))), true);

    /// <summary>
    /// The moment of a time on the series' clock (3.3.5): one that occurs twice "refers to the first occurrence", one that does not occur "is
    /// interpreted using the UTC offset before the gap". 3.8.5.3 says so for instances of rules too; 3.3.10, which would ignore those in a
    /// gap, contradicts it, and calendars show the event on that day.
    /// </summary>
    public Instant Resolve(LocalDateTime local) => Zone.AtLeniently(local).ToInstant();
}
