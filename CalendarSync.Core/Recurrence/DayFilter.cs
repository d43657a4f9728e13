using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>
/// Which days a rule allows. The table of RFC 5545, 3.3.10 says of each part whether it expands or limits; on days both come to the same:
/// of the days of the period, those remain that all parts allow. What the rule leaves open comes from the start.
/// </summary>
internal sealed class DayFilter
{
    private readonly IsoDayOfWeek _weekStart;
    private readonly int[] _yearDays;
    private readonly int[] _weeks;
    private readonly uint _months;
    private readonly uint _weekDays;
    private readonly uint _monthDays;
    private readonly uint _monthDaysFromEnd;
    private readonly bool _ordinalsOfMonth;
    private readonly ByDay[] _ordinals;

    public DayFilter(RecurrenceRule rule, LocalDate start)
    {
        _weekStart = rule.WeekStart;
        _yearDays = [.. rule.YearDays];
        _weeks = [.. rule.Weeks];
        bool saysDay = rule.Weeks.Count + rule.YearDays.Count + rule.MonthDays.Count + rule.Days.Count > 0;
        _months = Mask(rule.Months);
        _weekDays = Mask(rule.Days.Where(d => d.Ordinal == 0).Select(d => (int)d.Day));
        _monthDays = Mask(rule.MonthDays.Where(d => d > 0));
        _monthDaysFromEnd = Mask(rule.MonthDays.Where(d => d < 0).Select(d => -d));
        _ordinals = [.. rule.Days.Where(d => d.Ordinal != 0)];
        _ordinalsOfMonth = rule.Frequency == Frequency.Monthly || rule.Months.Count > 0;

        // "Information, not contained in the rule, necessary to determine the various recurrence instance start time and dates are
        // derived from the Start Time (DTSTART)."
        if (rule.Frequency is Frequency.Yearly or Frequency.Monthly && !saysDay)
        {
            _monthDays = 1u << start.Day;
            _months = rule.Frequency == Frequency.Yearly && _months == 0 ? 1u << start.Month : _months;
        }
        else if (rule.Days.Count == 0 && (rule.Frequency == Frequency.Weekly || (rule.Weeks.Count > 0 && rule.YearDays.Count + rule.MonthDays.Count == 0)))
        {
            _weekDays = 1u << (int)start.DayOfWeek;
        }

        AllowsEveryDay = (_months | _weekDays | _monthDays | _monthDaysFromEnd) == 0 && _ordinals.Length == 0 && rule.YearDays.Count + rule.Weeks.Count == 0;
    }

    /// <summary>Nothing in the rule speaks of days.</summary>
    public bool AllowsEveryDay { get; }

    public bool AllowsMonth(int month) => _months == 0 || (_months >> month & 1) != 0;

    public bool Allows(LocalDate day) =>
        AllowsEveryDay || (AllowsMonth(day.Month) && AllowsMonthDay(day) && AllowsWeekDay(day) && AllowsYearDay(day) && AllowsWeek(day));

    private bool AllowsMonthDay(LocalDate day) => (_monthDays | _monthDaysFromEnd) == 0
        || (_monthDays >> day.Day & 1) != 0
        || (_monthDaysFromEnd != 0 && (_monthDaysFromEnd >> (CalendarSystem.Iso.GetDaysInMonth(day.Year, day.Month) - day.Day + 1) & 1) != 0);

    private bool AllowsWeekDay(LocalDate day)
    {
        if (_weekDays == 0 && _ordinals.Length == 0)
        {
            return true;
        }

        if ((_weekDays >> (int)day.DayOfWeek & 1) != 0)
        {
            return true;
        }

        int place = _ordinalsOfMonth ? day.Day : day.DayOfYear;
        int days = _ordinalsOfMonth ? CalendarSystem.Iso.GetDaysInMonth(day.Year, day.Month) : CalendarSystem.Iso.GetDaysInYear(day.Year);
        int fromStart = ((place - 1) / 7) + 1;
        int fromEnd = -(((days - place) / 7) + 1);
        foreach (ByDay ordinal in _ordinals)
        {
            if (ordinal.Day == day.DayOfWeek && (ordinal.Ordinal == fromStart || ordinal.Ordinal == fromEnd))
            {
                return true;
            }
        }

        return false;
    }

    private bool AllowsYearDay(LocalDate day) => _yearDays.Length == 0
        || Has(_yearDays, day.DayOfYear) || Has(_yearDays, day.DayOfYear - CalendarSystem.Iso.GetDaysInYear(day.Year) - 1);

    private bool AllowsWeek(LocalDate day)
    {
        if (_weeks.Length == 0)
        {
            return true;
        }

        (int fromStart, int fromEnd) = WeekNumbers.Of(day, _weekStart);
        return Has(_weeks, fromStart) || Has(_weeks, fromEnd);
    }

    private static bool Has(int[] sorted, int value) => Array.BinarySearch(sorted, value) >= 0;

    private static uint Mask(IEnumerable<int> values) => values.Aggregate(0u, static (mask, value) => mask | (1u << value));
}
