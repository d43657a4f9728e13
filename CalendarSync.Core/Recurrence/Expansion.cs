namespace CalendarSync.Core.Recurrence;

/// <summary>The occurrences of a series in a window, by start.</summary>
/// <param name="Occurrences">No two begin at the same time.</param>
/// <param name="End">Whether these are all.</param>
internal sealed record Expansion(IReadOnlyList<Occurrence> Occurrences, ExpansionEnd End);
