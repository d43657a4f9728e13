using CalendarSync.Core.Recurrence;

namespace CalendarSync.Tests.Recurrence;

/// <summary>Every kind of disagreement that was met, and the sentence of RFC 5545, 3.3.10 that decided it.</summary>
internal static class Explanations
{
    private const string Derived =
        "Information, not contained in the rule, necessary to determine the various recurrence instance start time and dates are derived from the Start Time (DTSTART) component attribute.";

    private const string Table =
        "The table below summarizes the dependency of BYxxx rule part expand or limit behavior on the FREQ rule part value.";

    private const string SetBegins = "A set of recurrence instances starts at the beginning of the interval defined by the FREQ rule part.";

    public static IReadOnlyList<Explanation> All { get; } =
    [
        new(
            ["dateutil", "rrule", "ical.js"],
            r => r.Days.Any(d => d.Ordinal == 0) && r.Days.Any(d => d.Ordinal != 0),
            "A day with a number and a day without one are both demanded, or one of them is forgotten.",
            "The BYDAY rule part specifies a COMMA-separated list of days of the week. [...] Each BYDAY value can also be preceded by a positive (+n) or negative (-n) integer."),
        new(
            ["dateutil", "rrule"],
            r => r.Weeks.Count > 0 && r.Days.Count + r.YearDays.Count + r.MonthDays.Count == 0,
            "A week without BYDAY is taken to mean all seven days.",
            Derived),
        new(
            ["dateutil", "rrule"],
            r => r.Weeks.Count > 0,
            "The last week of a year is not found in the days of January.",
            "Week number one of the calendar year is the first week that contains at least four (4) days in that calendar year."),
        new(
            ["dateutil", "rrule"],
            r => r is { Frequency: Frequency.Weekly, Positions.Count: > 0 },
            "The first week's set begins with the start instead of the week.",
            SetBegins),
        new(
            ["dateutil"],
            r => r is { Frequency: >= Frequency.Hourly, Interval: > 1 },
            "A rule that makes nothing is refused.",
            "The rule makes nothing: the recurrence set is then the start alone (3.8.5.3)."),
        new(
            ["rrule"],
            r => r is { Frequency: >= Frequency.Hourly, Interval: > 1 } && r.Hours.Count + r.Minutes.Count > 0,
            "Leaping over hours that are not allowed, it loses the step of INTERVAL.",
            "The INTERVAL rule part contains a positive integer representing at which intervals the recurrence rule repeats."),
        new(
            ["rrule"],
            r => r.Positions.Count > 1,
            "Two positions that name the same member of the set give it twice.",
            "Each BYSETPOS value corresponds to the nth occurrence within the set of recurrence instances specified by the rule."),
        new(
            ["rrule"],
            r => r is { Frequency: >= Frequency.Hourly, Positions.Count: > 0 },
            "The start is given though the rule does not make it.",
            Table),
        new(
            ["rrule", "ical.js"],
            r => r.Positions.Count > 0,
            "BYSETPOS is not heeded, or only with BYDAY in a month.",
            "Each BYSETPOS value corresponds to the nth occurrence within the set of recurrence instances specified by the rule."),
        new(
            ["ical.js"],
            r => r.Frequency == Frequency.Yearly && r.Hours.Count + r.Minutes.Count + r.Seconds.Count > 0,
            "Of several times of a day in a year only one is made.",
            Table),
        new(
            ["ical.js"],
            r => r.Frequency == Frequency.Yearly && r.Days.Count + r.Weeks.Count + r.MonthDays.Count + r.YearDays.Count > 0,
            "In a year the parts are known one by one; together, with a number of the year or without BYMONTH they are refused or one is forgotten.",
            "If multiple BYxxx rule parts are specified, then after evaluating the specified FREQ and INTERVAL rule parts, the BYxxx rule parts are applied to the current set of evaluated occurrences."),
        new(
            ["ical.js"],
            r => r is { Frequency: Frequency.Yearly, Interval: > 0 },
            "A start on the last day of February comes again on the first of March.",
            "Recurrence rules may generate recurrence instances with an invalid date (e.g., February 30) [...]. Such recurrence instances MUST be ignored."),
        new(
            ["ical.js"],
            r => r.Frequency is Frequency.Monthly && r.Days.Count + r.Months.Count + r.MonthDays.Count > 0,
            "BYMONTH beside INTERVAL or BYDAY sets the month itself; a month in which BYMONTHDAY and BYDAY find nothing ends the walk or moves it.",
            "The INTERVAL rule part contains a positive integer representing at which intervals the recurrence rule repeats."),
        new(
            ["ical.js"],
            r => r.Frequency is Frequency.Monthly && r.Hours.Count + r.Minutes.Count + r.Seconds.Count > 0,
            "A month without the start's day is entered on its successor's first day.",
            "Recurrence rules may generate recurrence instances with an invalid date (e.g., February 30) [...]. Such recurrence instances MUST be ignored."),
        new(
            ["ical.js"],
            r => r is { Frequency: >= Frequency.Hourly } && r.Minutes.Count + r.Seconds.Count > 0,
            "The first hour or minute is given twice.",
            "Where duplicate instances are generated [...] only one recurrence is considered. Duplicate instances are ignored (3.8.5.2)."),
        new(
            ["ical.js"],
            r => r.Frequency >= Frequency.Daily && r.Interval > 1,
            "A part that limits sets the field, and INTERVAL is forgotten.",
            "The INTERVAL rule part contains a positive integer representing at which intervals the recurrence rule repeats."),
        new(
            ["ical.js"],
            r => r.Frequency >= Frequency.Daily && r.MonthDays.Any(d => d < 0),
            "Days from the end of the month are not found by the day or finer.",
            "Valid values are 1 to 31 or -31 to -1. For example, -10 represents the tenth to the last day of the month."),
    ];

    public static Explanation? Of(Oracle oracle, RecurrenceRule rule) =>
        All.FirstOrDefault(e => e.Oracles.Contains(oracle.Name, StringComparer.Ordinal) && e.Applies(rule));
}
