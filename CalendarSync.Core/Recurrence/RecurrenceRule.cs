using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>A rule as written (RFC 5545, 3.3.10). Lists are sorted and hold each value once; an absent part is an empty list.</summary>
internal sealed record RecurrenceRule(Frequency Frequency)
{
    public int Interval { get; init; } = 1;

    public int? Count { get; init; }

    public Until? Until { get; init; }

    public IsoDayOfWeek WeekStart { get; init; } = IsoDayOfWeek.Monday;

    public IReadOnlyList<int> Seconds { get; init; } = [];

    public IReadOnlyList<int> Minutes { get; init; } = [];

    public IReadOnlyList<int> Hours { get; init; } = [];

    public IReadOnlyList<ByDay> Days { get; init; } = [];

    public IReadOnlyList<int> MonthDays { get; init; } = [];

    public IReadOnlyList<int> YearDays { get; init; } = [];

    public IReadOnlyList<int> Weeks { get; init; } = [];

    public IReadOnlyList<int> Months { get; init; } = [];

    public IReadOnlyList<int> Positions { get; init; } = [];

    /// <summary>"These rule parts MUST be ignored in RECUR value[s]" of a DATE start: BYSECOND, BYMINUTE and BYHOUR.</summary>
    public RecurrenceRule WithoutTimes() => this with { Seconds = [], Minutes = [], Hours = [] };
}
