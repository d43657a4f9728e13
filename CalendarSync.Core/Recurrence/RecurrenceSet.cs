namespace CalendarSync.Core.Recurrence;

/// <summary>The lines of a series, read.</summary>
/// <param name="Rules">RRULE: one, or several that add up.</param>
/// <param name="ExcludedRules">EXRULE. RFC 5545 no longer knows it, Google's reference still lists it among the lines of an event.</param>
/// <param name="Dates">RDATE.</param>
/// <param name="ExcludedDates">EXDATE.</param>
internal sealed record RecurrenceSet(
    IReadOnlyList<RecurrenceRule> Rules, IReadOnlyList<RecurrenceRule> ExcludedRules, IReadOnlyList<ListedTime> Dates, IReadOnlyList<ListedTime> ExcludedDates);
