using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>
/// Rules by the hour, minute or second. Times are seconds since the year 1 on the series' clock. Days, hours and minutes that the rule does
/// not allow are left out whole: every second of a year would be 31 million steps.
/// </summary>
internal sealed class ClockWalk : RuleWalk
{
    private const long Day = 86_400;

    private static readonly long End = Seconds(new LocalDateTime(9999, 12, 31, 23, 59, 59)) + 1;

    private readonly long _unit;
    private readonly long _step;
    private readonly long _origin;
    private readonly ulong _hours;
    private readonly ulong _minutes;
    private readonly ulong _seconds;
    private readonly int[] _offsets;
    private long _knownDay = -1;
    private long _knownDayEnd;
    private bool _knownDayIsAllowed;

    public ClockWalk(RecurrenceRule rule, LocalDateTime start)
        : base(rule, start)
    {
        _unit = rule.Frequency switch { Frequency.Hourly => 3600, Frequency.Minutely => 60, _ => 1 };
        _step = rule.Interval * _unit;
        _origin = Seconds(start) / _unit * _unit;
        _hours = Mask(rule.Hours);
        _minutes = _unit < 3600 ? Mask(rule.Minutes) : 0;
        _seconds = _unit < 60 ? Mask(rule.Seconds) : 0;
        _offsets = [.. OffsetsIn(rule, start)];
    }

    private bool PeriodsAreAlike => Days.AllowsEveryDay && (_hours | _minutes | _seconds) == 0;

    protected override IEnumerable<LocalDateTime> Walk(LocalDateTime from, LocalDateTime to, ExpansionBudget budget)
    {
        long first = Seconds(from);
        long last = Seconds(to);
        long begin = Seconds(Start);
        long period = _origin;
        long left = Rule.Count ?? long.MaxValue;
        if (Rule.Count is null)
        {
            period = Align(first / _unit * _unit);
        }
        else if (PeriodsAreAlike)
        {
            long index = (first - _origin) / _step;
            period = _origin + (index * _step);
            left = LeftAt(index, InPeriod(_origin, budget).LongCount(t => t >= begin), Positions.CountOf(Rule.Positions, _offsets.Length));
        }

        while (left > 0 && period <= last && budget.Take())
        {
            if (AllowedFrom(period) is var allowed && allowed > period)
            {
                period = Align(allowed);
                continue;
            }

            foreach (long time in InPeriod(period, budget))
            {
                if (time < begin)
                {
                    continue;
                }

                if (left-- == 0 || time > last)
                {
                    yield break;
                }

                if (time >= first)
                {
                    yield return FromSeconds(time);
                }
            }

            period += _step;
        }
    }

    private IEnumerable<long> InPeriod(long period, ExpansionBudget budget) => Chosen(_offsets.Length, budget).Select(i => period + _offsets[i]);

    /// <summary>The same time where it is allowed, else one before which none is.</summary>
    private long AllowedFrom(long time)
    {
        long day = time / Day;
        if (day != _knownDay)
        {
            LocalDate date = FromSeconds(time).Date;
            _knownDay = day;
            _knownDayIsAllowed = Days.Allows(date);
            int days = Days.AllowsMonth(date.Month) ? 1 : CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month) - date.Day + 1;
            _knownDayEnd = (day + days) * Day;
        }

        if (!_knownDayIsAllowed)
        {
            return Math.Min(_knownDayEnd, End);
        }

        if (!IsIn(_hours, time % Day / 3600))
        {
            return ((time / 3600) + 1) * 3600;
        }

        if (!IsIn(_minutes, time % 3600 / 60))
        {
            return ((time / 60) + 1) * 60;
        }

        return IsIn(_seconds, time % 60) ? time : time + 1;
    }

    private long Align(long time) => _origin + ((time - _origin + _step - 1) / _step * _step);

    /// <summary>What a period holds, in seconds from its beginning: BYMINUTE and BYSECOND expand an hour, BYSECOND a minute.</summary>
    private static IEnumerable<int> OffsetsIn(RecurrenceRule rule, LocalDateTime start)
    {
        IEnumerable<int> seconds = rule.Seconds.Count > 0 ? rule.Seconds : [start.Second];
        IEnumerable<int> minutes = rule.Minutes.Count > 0 ? rule.Minutes : [start.Minute];
        return rule.Frequency switch
        {
            Frequency.Hourly => minutes.SelectMany(m => seconds.Select(s => (m * 60) + s)),
            Frequency.Minutely => seconds,
            _ => [0],
        };
    }

    private static long Seconds(LocalDateTime time) => time.ToDateTimeUnspecified().Ticks / TimeSpan.TicksPerSecond;

    private static LocalDateTime FromSeconds(long seconds) => LocalDateTime.FromDateTime(new DateTime(seconds * TimeSpan.TicksPerSecond, DateTimeKind.Unspecified));

    private static bool IsIn(ulong mask, long value) => mask == 0 || (mask >> (int)value & 1) != 0;

    private static ulong Mask(IReadOnlyList<int> values) => values.Aggregate(0ul, static (mask, value) => mask | (1ul << value));
}
