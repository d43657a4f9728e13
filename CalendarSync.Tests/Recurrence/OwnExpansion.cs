using System.Globalization;

using CalendarSync.Core.Recurrence;

using NodaTime;

namespace CalendarSync.Tests.Recurrence;

/// <summary>Our own expander, asked the way the oracles are.</summary>
internal static class OwnExpansion
{
    public static IReadOnlyList<string> Of(OracleCase question)
    {
        LocalDateTime start = Time(question.Start);
        return [.. Between(question, start, start).Take(question.Limit)];
    }

    /// <summary>The rule ends, or goes on soon after the bound: others seek what does not come up to the year 9999.</summary>
    public static bool EndsSoon(OracleCase question)
    {
        LocalDateTime start = Time(question.Start);
        LocalDateTime until = Time(question.Until);
        LocalDateTime late = until + Period.FromTicks(Period.Between(start, until, PeriodUnits.Ticks).Ticks);
        RecurrenceRule rule = Rule(question) with { Until = null };
        int count = RuleWalk.Of(rule, start).Between(start, late, new ExpansionBudget(50_000_000, CancellationToken.None)).Take(question.Limit).Count();
        return count == Math.Min(rule.Count ?? int.MaxValue, question.Limit) || RuleWalk.Of(rule, start).Between(until, late, new ExpansionBudget(50_000_000, CancellationToken.None)).Any();
    }

    /// <summary>The same rule from its own first time on; null where it makes none.</summary>
    public static OracleCase? Synchronised(OracleCase question) => Of(question) is [var first, ..] ? question with { Start = first } : null;

    public static RecurrenceRule Rule(OracleCase question)
    {
        RuleParser.Parse(question.Rule).IsRead(out RecurrenceRule? rule, out string? fault).ShouldBeTrue(fault);
        return rule;
    }

    public static IEnumerable<string> Between(OracleCase question, LocalDateTime start, LocalDateTime from)
    {
        RecurrenceRule rule = Rule(question);
        LocalDateTime to = Time(question.Until);
        if (rule.Until is { } until)
        {
            to = LocalDateTime.Min(to, until.Clock);
        }

        return RuleWalk.Of(rule, start).Between(from, to, new ExpansionBudget(50_000_000, CancellationToken.None))
            .Select(static t => t.ToString("uuuuMMdd'T'HHmmss", CultureInfo.InvariantCulture));
    }

    public static LocalDateTime Time(string text) => DateTimeText.Time(text)!.Value.Clock;
}
