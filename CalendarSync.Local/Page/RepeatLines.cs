using CalendarSync.Core.Recurrence;

using NodaTime;

namespace CalendarSync.Local.Page;

/// <summary>The <c>recurrence</c> of an event, which is the same lines in the table and in Google.</summary>
internal static class RepeatLines
{
    private const string Daily = "RRULE:FREQ=DAILY";

    // On the weekday of its start, so that it goes along when the start moves.
    private const string Weekly = "RRULE:FREQ=WEEKLY";

    private static readonly LocalDate AnyDay = new(2026, 1, 1);

    /// <returns>Null: no series.</returns>
    public static string[]? Of(Repeat repeat) => repeat switch
    {
        Repeat.Never => null,
        Repeat.Daily => [Daily],
        Repeat.Weekly => [Weekly],
        _ => throw new ArgumentOutOfRangeException(nameof(repeat)),
    };

    public static Repeat Read(IReadOnlyList<string>? lines) => lines switch
    {
        null or [] => Repeat.Never,
        [Daily] => Repeat.Daily,
        [Weekly] => Repeat.Weekly,
        _ => Repeat.Other,
    };

    /// <summary>Whether the lines make a series. Of what cannot be read both sides show the first time, as the agenda does.</summary>
    public static bool AreReadable(IReadOnlyList<string>? lines, bool allDay)
    {
        Instant midnight = AnyDay.AtMidnight().InUtc().ToInstant();
        SeriesTimes times = allDay ? SeriesTimes.Days(AnyDay, AnyDay.PlusDays(1)) : SeriesTimes.Timed(midnight, midnight, DateTimeZone.Utc);
        return lines is { Count: > 0 } && Series.Read(times, lines).IsRead(out _, out _);
    }
}
