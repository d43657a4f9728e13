using CalendarSync.Core.Recurrence;

using NodaTime;

namespace CalendarSync.Tests.Recurrence;

/// <summary>What a series is made of besides its rule, and what is no series.</summary>
public sealed class SetTests
{
    [Theory]
    [InlineData("the start comes first, its own rule or not", "RRULE:FREQ=DAILY;COUNT=3", "01 02 03")]
    [InlineData("DTSTART always counts as the first occurrence", "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=3", "01 05 12")]
    [InlineData("one more is the start itself", "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=1", "01")]
    [InlineData("several rules add up, what both make is there once", "RRULE:FREQ=DAILY;COUNT=3|RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3", "01 02 03 05")]
    [InlineData("dates alone", "RDATE;TZID=Europe/Paris:20260604T090000,20260609T090000", "01 04 09")]
    [InlineData("dates in other clocks", "RDATE:20260604T070000Z|RDATE;TZID=\"America/New_York\":20260605T030000|RDATE;VALUE=DATE-TIME:20260606T090000", "01 04 05 06")]
    [InlineData("a date is the day at the start's time", "RDATE;VALUE=DATE:20260604", "01 04")]
    [InlineData("a date both listed and made is there once", "RRULE:FREQ=DAILY;COUNT=2|RDATE:20260602T090000", "01 02")]
    [InlineData("what is excluded counts all the same", "RRULE:FREQ=DAILY;COUNT=3|EXDATE:20260602T070000Z", "01 03")]
    [InlineData("the start can be excluded", "RRULE:FREQ=DAILY;COUNT=3|EXDATE;TZID=Europe/Paris:20260601T090000", "02 03")]
    [InlineData("a day excludes what takes place on it", "RRULE:FREQ=DAILY;COUNT=3|EXDATE;VALUE=DATE:20260602", "01 03")]
    [InlineData("at another time nothing is excluded", "RRULE:FREQ=DAILY;COUNT=2|EXDATE:20260602T090000Z", "01 02")]
    [InlineData("rules of the elder standard exclude", "RRULE:FREQ=DAILY;COUNT=5|EXRULE:FREQ=DAILY;INTERVAL=2", "02 04")]
    [InlineData("until in UTC", "RRULE:FREQ=DAILY;UNTIL=20260603T070000Z", "01 02 03")]
    [InlineData("a second earlier", "RRULE:FREQ=DAILY;UNTIL=20260603T065959Z", "01 02")]
    [InlineData("until a day is the whole day", "RRULE:FREQ=DAILY;UNTIL=20260603", "01 02 03")]
    [InlineData("until on the series' clock", "RRULE:FREQ=DAILY;UNTIL=20260603T090000", "01 02 03")]
    [InlineData("lower case, lists in any order", "rrule:freq=monthly;bymonthday=9,3,6,3;count=4", "01 03 06 09")]
    public void A_series_is_its_start_its_rules_and_its_dates(string why, string lines, string days) =>
        Expanded.Timed("20260601T090000", "Europe/Paris", lines.Split('|')).Texts(20).Select(t => t[8..10]).ShouldBe(days.Split(' '), why);

    [Fact]
    public void A_period_brings_its_own_length()
    {
        Series series = Expanded.Timed("20260601T090000", "UTC", "RDATE;VALUE=PERIOD:20260602T080000Z/20260602T120000Z,20260603T080000Z/PT30M");

        Expansion expansion = series.Expand(Instant.FromUtc(2026, 6, 2, 0, 0), Instant.FromUtc(2026, 6, 4, 0, 0), 10, Expanded.Budget());

        expansion.Occurrences.Select(o => (o.End - o.Start).TotalMinutes).ShouldBe([240, 30]);
    }

    [Theory]
    [InlineData("RRULE:INTERVAL=2", "FREQ is missing")]
    [InlineData("RRULE:FREQ=FORTNIGHTLY", "FREQ is unknown")]
    [InlineData("RRULE:FREQ=3", "FREQ is unknown")]
    [InlineData("RRULE:FREQ=DAILY;INTERVAL=0", "INTERVAL is out of range")]
    [InlineData("RRULE:FREQ=DAILY;COUNT=0", "COUNT is out of range")]
    [InlineData("RRULE:FREQ=DAILY;COUNT=99999999999", "COUNT is out of range")]
    [InlineData("RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260101", "COUNT and UNTIL exclude each other")]
    [InlineData("RRULE:FREQ=DAILY;UNTIL=tomorrow", "UNTIL is out of range")]
    [InlineData("RRULE:FREQ=DAILY;BYHOUR=24", "BYHOUR is out of range")]
    [InlineData("RRULE:FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY is out of range")]
    [InlineData("RRULE:FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY is out of range")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=0MO", "BYDAY is out of range")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=54MO", "BYDAY is out of range")]
    [InlineData("RRULE:FREQ=WEEKLY;BYDAY=1MO", "BYDAY with a number needs FREQ=MONTHLY or YEARLY")]
    [InlineData("RRULE:FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not go with FREQ=WEEKLY")]
    [InlineData("RRULE:FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY does not go with this FREQ")]
    [InlineData("RRULE:FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO needs FREQ=YEARLY")]
    [InlineData("RRULE:FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY with a number does not go with BYWEEKNO")]
    [InlineData("RRULE:FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs another BY part")]
    [InlineData("RRULE:FREQ=DAILY;BYEASTER=1", "a rule part is unknown")]
    [InlineData("RRULE:FREQ=DAILY;FREQ=DAILY", "a rule part occurs twice")]
    [InlineData("RRULE:FREQ", "a rule part is not NAME=value")]
    [InlineData("FREQ=DAILY", "a line is not NAME:value")]
    [InlineData("DTSTART:20260101T090000Z", "a line is none of RRULE, EXRULE, RDATE and EXDATE")]
    [InlineData("EXDATE;TZID=Nowhere/Land:20260101T090000", "EXDATE names an unknown zone")]
    [InlineData("EXDATE;VALUE=PERIOD:20260101T090000Z/PT1H", "EXDATE is of an unknown kind")]
    [InlineData("RDATE;VALUE=DATE:20260101T090000Z", "RDATE holds something else than it says")]
    [InlineData("RDATE:20260230", "RDATE holds something else than it says")]
    public void What_is_no_rule_is_named(string line, string fault) => SetParser.Parse([line]).Fault.ShouldBe(fault);

    [Fact]
    public void An_all_day_series_does_not_repeat_within_a_day() =>
        Series.Read(SeriesTimes.Days(new LocalDate(2026, 1, 1), new LocalDate(2026, 1, 2)), ["RRULE:FREQ=HOURLY"]).Fault
            .ShouldBe("an all-day series cannot repeat within a day");
}
