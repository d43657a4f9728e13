using CalendarSync.Core.Recurrence;

using NodaTime;

namespace CalendarSync.Tests.Recurrence;

/// <summary>Series over the nights in which clocks change, and all-day series, which no clock moves.</summary>
public sealed class ClockChangeTests
{
    // Paris, 29 March 2026                         Paris, 25 October 2026
    //
    //  UTC    00:00    01:00    02:00                UTC    23:00    00:00    01:00    02:00
    //  clock  01:00    02:00                         clock  01:00    02:00    03:00
    //                  03:00    04:00                                         02:00    03:00
    //                  ^ two o'clock does not come                   ^        ^ two o'clock comes twice
    [Theory]
    [InlineData("20260328T023000", "FREQ=DAILY;COUNT=3", "28 01:30Z, 29 01:30Z, 30 00:30Z")] // in the gap: the offset before it
    [InlineData("20260328T030000", "FREQ=DAILY;COUNT=3", "28 02:00Z, 29 01:00Z, 30 01:00Z")]
    [InlineData("20261024T023000", "FREQ=DAILY;COUNT=3", "24 00:30Z, 25 00:30Z, 26 01:30Z")] // twice: the first one
    [InlineData("20261024T090000", "FREQ=DAILY;COUNT=3", "24 07:00Z, 25 08:00Z, 26 08:00Z")]
    [InlineData("20260329T010000", "FREQ=HOURLY;COUNT=5", "29 00:00Z, 29 01:00Z, 29 02:00Z, 29 03:00Z")] // two and three o'clock are one moment
    [InlineData("20261025T010000", "FREQ=HOURLY;COUNT=4", "24 23:00Z, 25 00:00Z, 25 02:00Z, 25 03:00Z")]
    [InlineData("20260329T013000", "FREQ=MINUTELY;INTERVAL=30;COUNT=4", "29 00:30Z, 29 01:00Z, 29 01:30Z")]
    public void The_clock_on_the_wall_counts(string start, string rule, string utc) =>
        string.Join(", ", Utc(Expanded.Timed(start, "Europe/Paris", $"RRULE:{rule}"))).ShouldBe(utc);

    // Lord Howe moves its clocks by half an hour; Samoa left out the 30th of December 2011.
    [Theory]
    [InlineData("Australia/Lord_Howe", "20261003T021500", "FREQ=DAILY;COUNT=2", "02 15:45Z, 03 15:45Z")]
    [InlineData("Pacific/Apia", "20111229T120000", "FREQ=DAILY;COUNT=4", "29 22:00Z, 30 22:00Z, 31 22:00Z")] // the day that was not and the next are one
    public void Odd_clocks_too(string zone, string start, string rule, string utc) =>
        string.Join(", ", Utc(Expanded.Timed(start, zone, $"RRULE:{rule}"))).ShouldBe(utc);

    // A night shift from 22:00 to 06:00 is eight hours long, also when the clock is put on.
    //   22 . . . . 02|03 . . . 07
    [Fact]
    public void An_occurrence_is_as_long_as_the_first_one()
    {
        Series series = Expanded.Timed("20260327T220000", "Europe/Paris", Duration.FromHours(8), "RRULE:FREQ=DAILY;COUNT=3");

        Expansion expansion = series.Expand(Instant.FromUtc(2026, 3, 28, 12, 0), Instant.FromUtc(2026, 3, 29, 12, 0), 10, Expanded.Budget());

        expansion.Occurrences.ShouldHaveSingleItem().ShouldBe(new Occurrence(Instant.FromUtc(2026, 3, 28, 21, 0), Instant.FromUtc(2026, 3, 29, 5, 0)));
    }

    [Fact]
    public void Days_are_days()
    {
        Series series = Expanded.Days(new LocalDate(2026, 3, 28), 2, "RRULE:FREQ=WEEKLY;BYDAY=SA;BYHOUR=9;UNTIL=20260411", "EXDATE;VALUE=DATE:20260404", "RDATE;VALUE=DATE:20260401");

        Expansion expansion = series.Expand(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0), 10, Expanded.Budget());

        expansion.Occurrences.Select(o => (o.Start.InUtc().Date.Day, o.End.InUtc().Date.Day)).ShouldBe([(28, 30), (1, 3), (11, 13)]);
    }

    // One that ends when the window begins is outside, and so is one that begins when it ends.
    //            [ window )
    //   09  10   10      11   11  12
    [Fact]
    public void A_window_takes_what_overlaps_it()
    {
        Series series = Expanded.Timed("20260601T090000", "UTC", "RRULE:FREQ=HOURLY;COUNT=5");

        Expansion expansion = series.Expand(Instant.FromUtc(2026, 6, 1, 10, 0), Instant.FromUtc(2026, 6, 1, 11, 0), 10, Expanded.Budget());

        Expanded.Locals(series, expansion).ShouldBe([new LocalDateTime(2026, 6, 1, 10, 0)]);
    }

    private static IEnumerable<string> Utc(Series series) =>
        series.Expand(Instant.MinValue, Instant.FromUtc(2100, 1, 1, 0, 0), 100, Expanded.Budget()).Occurrences.Select(o => o.Start.ToString("dd HH:mm'Z'", null));
}
