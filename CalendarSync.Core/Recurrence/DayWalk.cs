using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>Rules by the year, month, week or day: the days of a period that the rule allows, times the times of a day.</summary>
internal sealed class DayWalk(RecurrenceRule rule, LocalDateTime start) : RuleWalk(rule, start)
{
    private const int LastYear = 9999;

    private readonly TimesOfDay _times = new(rule, start.TimeOfDay);

    /// <summary>Weeks and days that nothing but BYDAY (of weeks) and times fill: all are alike, and COUNT can be worked out.</summary>
    private bool PeriodsAreAlike => Rule.Frequency == Frequency.Daily ? Days.AllowsEveryDay : Rule.Frequency == Frequency.Weekly && Rule.Months.Count == 0;

    protected override IEnumerable<LocalDateTime> Walk(LocalDateTime from, LocalDateTime to, ExpansionBudget budget)
    {
        bool skips = Rule.Count is null || PeriodsAreAlike;
        long index = skips ? IndexOf(from.Date) : 0;
        long left = Rule.Count is null ? long.MaxValue : skips ? LeftAt(index, InFirst(budget), InOthers()) : Rule.Count.Value;
        LocalDate earliest = Rule.Count is null ? from.Date : Start.Date;
        for (; left > 0 && budget.Take() && FirstDay(index) is { } first && first <= to.Date; index++)
        {
            foreach (LocalDateTime time in InPeriod(first, earliest, to.Date, budget))
            {
                if (time < Start)
                {
                    continue;
                }

                if (left-- == 0 || time > to)
                {
                    yield break;
                }

                if (time >= from)
                {
                    yield return time;
                }
            }
        }
    }

    private IEnumerable<LocalDateTime> InPeriod(LocalDate first, LocalDate earliest, LocalDate latest, ExpansionBudget budget)
    {
        LocalDate last = LastDay(first);
        if (Rule.Positions.Count > 0)
        {
            // "A set of recurrence instances starts at the beginning of the interval defined by the FREQ rule part": also before the start.
            LocalDate[] days = [.. Allowed(first, last, budget)];
            foreach (long i in Chosen((long)days.Length * _times.Count, budget))
            {
                yield return days[i / _times.Count].At(_times[(int)(i % _times.Count)]);
            }

            yield break;
        }

        foreach (LocalDate day in Allowed(LocalDate.Max(first, earliest), LocalDate.Min(last, latest), budget))
        {
            foreach (long i in Chosen(_times.Count, budget))
            {
                yield return day.At(_times[(int)i]);
            }
        }
    }

    private IEnumerable<LocalDate> Allowed(LocalDate first, LocalDate last, ExpansionBudget budget)
    {
        for (LocalDate day = first; day <= last && budget.Take();)
        {
            if (!Days.AllowsMonth(day.Month))
            {
                LocalDate end = day.With(DateAdjusters.EndOfMonth);
                if (end >= last)
                {
                    yield break;
                }

                day = end.PlusDays(1);
                continue;
            }

            if (Days.Allows(day))
            {
                yield return day;
            }

            if (day == last)
            {
                yield break;
            }

            day = day.PlusDays(1);
        }
    }

    /// <returns>Null beyond the calendar's end.</returns>
    private LocalDate? FirstDay(long index)
    {
        long steps = index * Rule.Interval;
        switch (Rule.Frequency)
        {
            case Frequency.Yearly:
                return Start.Year + steps <= LastYear ? new LocalDate((int)(Start.Year + steps), 1, 1) : null;
            case Frequency.Monthly:
                long month = (Start.Year * 12L) + Start.Month - 1 + steps;
                return month / 12 <= LastYear ? new LocalDate((int)(month / 12), (int)(month % 12) + 1, 1) : null;
            default:
                long days = Rule.Frequency == Frequency.Weekly ? steps * 7 : steps;
                LocalDate origin = Origin;
                return days <= (LastYear - origin.Year) * 365L ? origin.PlusDays((int)days) : null;
        }
    }

    private LocalDate LastDay(LocalDate first) => Rule.Frequency switch
    {
        Frequency.Yearly => new LocalDate(first.Year, 12, 31),
        Frequency.Monthly => first.With(DateAdjusters.EndOfMonth),
        Frequency.Weekly => first.PlusDays(6),
        _ => first,
    };

    private LocalDate Origin => Rule.Frequency == Frequency.Weekly ? WeekNumbers.StartOfWeek(Start.Date, Rule.WeekStart) : Start.Date;

    /// <summary>The last period that begins on or before a day.</summary>
    private long IndexOf(LocalDate day)
    {
        long steps = Rule.Frequency switch
        {
            Frequency.Yearly => day.Year - Start.Year,
            Frequency.Monthly => ((day.Year - Start.Year) * 12L) + day.Month - Start.Month,
            Frequency.Weekly => Period.DaysBetween(Origin, day) / 7,
            _ => Period.DaysBetween(Origin, day),
        };
        return steps / Rule.Interval;
    }

    private long InOthers() =>
        Positions.CountOf(Rule.Positions, (Rule.Frequency == Frequency.Weekly ? Math.Max(1, Rule.Days.Count) : 1L) * _times.Count);

    private long InFirst(ExpansionBudget budget) => InPeriod(Origin, Origin, LastDay(Origin), budget).LongCount(t => t >= Start);
}
