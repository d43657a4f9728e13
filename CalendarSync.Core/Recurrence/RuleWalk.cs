using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>
/// The times that one rule makes, on the series' own clock and in order. Periods are numbered from the one that holds the start, INTERVAL
/// of them apart; without COUNT the walk begins at the period of the first time asked for, wherever the start is.
/// </summary>
internal abstract class RuleWalk(RecurrenceRule rule, LocalDateTime start)
{
    protected RecurrenceRule Rule { get; } = rule;

    protected LocalDateTime Start { get; } = start;

    protected DayFilter Days { get; } = new(rule, start.Date);

    /// <param name="rule">The rule.</param>
    /// <param name="start">Where it begins, in whole seconds.</param>
    public static RuleWalk Of(RecurrenceRule rule, LocalDateTime start) => rule.Frequency < Frequency.Hourly ? new DayWalk(rule, start) : new ClockWalk(rule, start);

    /// <summary>What the rule makes from one time to another, both included. UNTIL is not looked at: it needs the zone.</summary>
    /// <param name="from">Earlier than the start means the start.</param>
    /// <param name="to">Has to be before the year 9999.</param>
    /// <param name="budget">The walk stops early when it is used up, which <see cref="ExpansionBudget.Left"/> then says.</param>
    public IEnumerable<LocalDateTime> Between(LocalDateTime from, LocalDateTime to, ExpansionBudget budget)
    {
        from = LocalDateTime.Max(from, Start);
        return to < from ? [] : Walk(from, to, budget);
    }

    protected abstract IEnumerable<LocalDateTime> Walk(LocalDateTime from, LocalDateTime to, ExpansionBudget budget);

    /// <summary>The members of a period's set that BYSETPOS leaves, by their place in the set; every one costs a step.</summary>
    protected IEnumerable<long> Chosen(long size, ExpansionBudget budget)
    {
        if (Rule.Positions.Count > 0)
        {
            foreach (long index in Positions.Of(Rule.Positions, size))
            {
                yield return index;
            }

            yield break;
        }

        for (long i = 0; i < size && budget.Take(); i++)
        {
            yield return i;
        }
    }

    /// <summary>How many a rule with COUNT still makes from a period on, where every period after the first makes the same number.</summary>
    protected long LeftAt(long period, long inFirst, long inOthers) => Rule.Count!.Value - (period == 0 ? 0 : inFirst + ((period - 1) * inOthers));
}
