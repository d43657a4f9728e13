using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>
/// Numbers of weeks: a week begins on WKST, and "week number one of the calendar year is the first week that contains at least four days
/// in that calendar year" (RFC 5545, 3.3.10, BYWEEKNO).
/// </summary>
internal static class WeekNumbers
{
    /// <summary>The week that holds a day, counted from the beginning and (negative) from the end of the year it belongs to.</summary>
    public static (int FromStart, int FromEnd) Of(LocalDate day, IsoDayOfWeek weekStart)
    {
        // The middle of a week is in the year that the week belongs to.
        LocalDate middle = StartOfWeek(day, weekStart).PlusDays(3);
        int week = ((middle.DayOfYear - 1) / 7) + 1;
        int daysAfter = CalendarSystem.Iso.GetDaysInYear(middle.Year) - middle.DayOfYear;
        return (week, -((daysAfter / 7) + 1));
    }

    public static LocalDate StartOfWeek(LocalDate day, IsoDayOfWeek weekStart) => day.PlusDays(-(((int)day.DayOfWeek - (int)weekStart + 7) % 7));
}
