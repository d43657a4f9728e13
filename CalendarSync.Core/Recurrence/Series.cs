using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>
/// A series as its own lines describe it, without the exceptions that stand beside it: the start, what the rules make and what RDATE lists,
/// less what EXDATE and EXRULE take away (RFC 5545, 3.8.5).
/// </summary>
internal sealed class Series
{
    private static readonly Instant Latest = Instant.FromUtc(9000, 1, 1, 0, 0);

    private static readonly Instant Earliest = Instant.FromUtc(1, 1, 3, 0, 0);

    private readonly List<(RecurrenceRule Rule, RuleWalk Walk)> _rules;
    private readonly List<(RecurrenceRule Rule, RuleWalk Walk)> _excludedRules;
    private readonly RecurrenceSet _set;

    private Series(SeriesTimes times, RecurrenceSet set)
    {
        Times = times;
        _set = set;
        _rules = [.. set.Rules.Select(r => Counted(r, times)).OfType<RecurrenceRule>().Select(r => (r, RuleWalk.Of(r, times.Start)))];
        _excludedRules = [.. set.ExcludedRules.Select(r => (r, RuleWalk.Of(r, times.Start)))];
    }

    public SeriesTimes Times { get; }

    /// <returns>The series, or what is wrong with its lines.</returns>
    public static Reading<Series> Read(SeriesTimes times, IReadOnlyCollection<string> lines)
    {
        if (!SetParser.Parse(lines).IsRead(out RecurrenceSet? set, out string? fault))
        {
            return new Reading<Series>(fault);
        }

        if (!times.AllDay)
        {
            return new Reading<Series>(new Series(times, set));
        }

        if (set.Rules.Concat(set.ExcludedRules).Any(r => r.Frequency >= Frequency.Hourly))
        {
            return new Reading<Series>("an all-day series cannot repeat within a day");
        }

        return new Reading<Series>(new Series(
            times, set with { Rules = [.. set.Rules.Select(r => r.WithoutTimes())], ExcludedRules = [.. set.ExcludedRules.Select(r => r.WithoutTimes())] }));
    }

    /// <summary>The start alone.</summary>
    public static Series Single(SeriesTimes times) => new(times, new RecurrenceSet([], [], [], []));

    /// <summary>The occurrences that overlap a window; one without length overlaps it if it begins in it.</summary>
    /// <param name="from">Included.</param>
    /// <param name="to">Excluded.</param>
    /// <param name="most">Occurrences beyond which the expansion stops, counted before EXDATE.</param>
    /// <param name="budget">What it may cost.</param>
    /// <exception cref="OperationCanceledException">As the budget says.</exception>
    public Expansion Expand(Instant from, Instant to, int most, ExpansionBudget budget)
    {
        from = Instant.Max(from, Earliest);
        to = Instant.Min(to, Latest);
        var found = new SortedDictionary<Instant, Duration>();
        var window = new ExpansionWindow(Times, from, to);
        ExpansionEnd end = Collect(found, window, most, budget);
        if (found.Count > 0)
        {
            foreach (ListedTime excluded in _set.ExcludedDates)
            {
                Exclude(found, excluded);
            }

            foreach (Instant slot in _excludedRules.SelectMany(r => Slots(r, window, budget)))
            {
                found.Remove(slot);
            }
        }

        return new Expansion([.. found.Select(f => new Occurrence(f.Key, f.Key + f.Value))], budget.Left == 0 ? ExpansionEnd.TooCostly : end);
    }

    private ExpansionEnd Collect(SortedDictionary<Instant, Duration> found, ExpansionWindow window, int most, ExpansionBudget budget)
    {
        // "The DTSTART property defines the first instance in the recurrence set."
        if (window.Overlaps(Times.Resolve(Times.Start), Times.Length))
        {
            found.TryAdd(Times.Resolve(Times.Start), Times.Length);
        }

        foreach (ListedTime listed in _set.Dates)
        {
            Instant slot = listed.SlotIn(Times);
            if (window.Overlaps(slot, listed.Length ?? Times.Length) && (listed.Length is not null || !found.ContainsKey(slot)))
            {
                found[slot] = listed.Length ?? Times.Length;
            }
        }

        foreach (Instant slot in _rules.SelectMany(r => Slots(r, window, budget)))
        {
            if (!window.Overlaps(slot, Times.Length) || !found.TryAdd(slot, Times.Length))
            {
                continue;
            }

            if (found.Count > most)
            {
                found.Remove(slot);
                return ExpansionEnd.TooMany;
            }
        }

        return ExpansionEnd.Complete;
    }

    private IEnumerable<Instant> Slots((RecurrenceRule Rule, RuleWalk Walk) rule, ExpansionWindow window, ExpansionBudget budget)
    {
        LocalDateTime to = rule.Rule.Until is { } until ? LocalDateTime.Min(window.LastLocal, until.LatestLocal(Times.Zone)) : window.LastLocal;
        foreach (LocalDateTime local in rule.Walk.Between(window.FirstLocal, to, budget))
        {
            Instant slot = Times.Resolve(local);
            if (rule.Rule.Until?.Excludes(local, slot) is not true)
            {
                yield return slot;
            }
        }
    }

    /// <summary>A date takes away every occurrence of that day, which is what those who write one mean.</summary>
    private void Exclude(SortedDictionary<Instant, Duration> found, ListedTime excluded)
    {
        if (!excluded.IsDay || Times.AllDay)
        {
            found.Remove(excluded.SlotIn(Times));
            return;
        }

        foreach (Instant slot in found.Keys.Where(s => s.InZone(Times.Zone).Date == excluded.Clock.Date).ToArray())
        {
            found.Remove(slot);
        }
    }

    /// <summary>
    /// "The DTSTART property value always counts as the first occurrence": of a start that its own rule does not make, the rule makes one
    /// less. Null where nothing is left to make.
    /// </summary>
    private static RecurrenceRule? Counted(RecurrenceRule rule, SeriesTimes times)
    {
        if (rule.Count is not { } count
            || RuleWalk.Of(rule with { Count = null }, times.Start).Between(times.Start, times.Start, new ExpansionBudget(ExpansionBudget.Ample, CancellationToken.None)).Any())
        {
            return rule;
        }

        return count > 1 ? rule with { Count = count - 1 } : null;
    }
}
