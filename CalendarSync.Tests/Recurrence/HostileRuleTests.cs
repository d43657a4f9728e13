using System.Diagnostics;

using CalendarSync.Core.Recurrence;

using NodaTime;

namespace CalendarSync.Tests.Recurrence;

/// <summary>Rules made to keep a machine busy, and windows far from the start.</summary>
public sealed class HostileRuleTests
{
    private static readonly Instant Day = Instant.FromUtc(2026, 6, 1, 0, 0);

    /// <summary>Steps are counted, not seconds: the same on every machine.</summary>
    [Theory]
    [InlineData("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", 10, 0)]
    [InlineData("FREQ=SECONDLY;INTERVAL=7;BYHOUR=3;BYMINUTE=0", 3_000, 9)]
    [InlineData("FREQ=SECONDLY", 2_500, 1_000)]
    [InlineData("FREQ=SECONDLY;COUNT=2000000000", 10, 0)]
    [InlineData("FREQ=MINUTELY;COUNT=2000000000", 2_500, 1_000)]
    [InlineData("FREQ=DAILY;COUNT=1000000", 20, 1)]
    [InlineData("FREQ=DAILY;INTERVAL=2147483647", 10, 0)]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TU,WE;COUNT=1000000", 60, 1)]
    [InlineData("FREQ=YEARLY;BYWEEKNO=53;BYMONTHDAY=30;BYMONTH=2", 100, 0)]
    [InlineData("FREQ=YEARLY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,30;BYSECOND=0,30;BYSETPOS=-1", 100, 0)]
    [InlineData("FREQ=MONTHLY;COUNT=1000000", 70_000, 1)]
    public void A_day_far_from_the_start_costs_little(string rule, int steps, int occurrences)
    {
        Series series = Expanded.Timed("19010101T000000", "UTC", $"RRULE:{rule}");
        ExpansionBudget budget = Expanded.Budget();

        Expansion expansion = series.Expand(Day, Day + Duration.FromDays(1), 1_000, budget);

        (ExpansionBudget.Ample - budget.Left).ShouldBeLessThanOrEqualTo(steps);
        expansion.Occurrences.Count.ShouldBe(occurrences);
        expansion.End.ShouldBe(occurrences == 1_000 ? ExpansionEnd.TooMany : ExpansionEnd.Complete);
    }

    [Theory]
    [InlineData("FREQ=SECONDLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11;COUNT=2000000000")]
    [InlineData("FREQ=HOURLY;INTERVAL=24;BYHOUR=3")]
    [InlineData("FREQ=MINUTELY;BYSECOND=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19;BYMINUTE=1;BYSETPOS=-20;BYMONTH=1,2;COUNT=1000000000")]
    public void What_costs_too_much_says_so(string rule)
    {
        Series series = Expanded.Timed("19010101T000000", "UTC", $"RRULE:{rule}");
        var watch = Stopwatch.StartNew();

        Expansion expansion = series.Expand(Instant.FromUtc(8000, 1, 1, 0, 0), Instant.FromUtc(8990, 1, 1, 0, 0), 1_000, new ExpansionBudget(300_000, CancellationToken.None));

        expansion.End.ShouldBe(ExpansionEnd.TooCostly);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Whoever_goes_away_ends_it()
    {
        Series series = Expanded.Timed("19010101T000000", "UTC", "RRULE:FREQ=SECONDLY;BYMONTH=1;COUNT=2000000000");

        Should.Throw<OperationCanceledException>(() => series.Expand(Day, Day + Duration.FromDays(1), 10, new ExpansionBudget(ExpansionBudget.Ample, new CancellationToken(true))));
    }

    [Theory]
    [InlineData("99991231T235959Z")]
    [InlineData("00000101T000000Z")]
    [InlineData("99991231")]
    public void Ends_of_the_calendar_are_no_trap(string until)
    {
        Series series = Expanded.Timed("20260601T090000", "Pacific/Kiritimati", Duration.FromDays(400_000), $"RRULE:FREQ=YEARLY;UNTIL={until}");

        series.Expand(Instant.FromUtc(9997, 1, 1, 0, 0), Instant.MaxValue, 10, Expanded.Budget()).Occurrences.Count.ShouldBeLessThanOrEqualTo(10);
        series.Expand(Instant.MinValue, Instant.FromUtc(1, 1, 2, 0, 0), 10, Expanded.Budget()).Occurrences.ShouldBeEmpty();
    }

    /// <summary>Without COUNT the walk jumps to the window, with it some rules are worked out: both find what walking from the start finds.</summary>
    [Fact]
    public void A_jump_lands_where_a_walk_would()
    {
        var generator = new RuleGenerator(7);
        for (int i = 0; i < 3_000; i++)
        {
            OracleCase question = generator.Next();
            LocalDateTime start = OwnExpansion.Time(question.Start);
            string[] walked = [.. OwnExpansion.Between(question, start, start).Take(300)];
            if (walked.Length == 0)
            {
                continue;
            }

            foreach (string from in new[] { walked[walked.Length / 2], walked[^1] })
            {
                LocalDateTime before = OwnExpansion.Time(from).PlusSeconds(-1);
                string[] rest = [.. walked.Where(w => OwnExpansion.Time(w) >= before)];
                OwnExpansion.Between(question, start, before).Take(rest.Length).ShouldBe(rest, $"{question} from {before}");
            }
        }
    }
}
