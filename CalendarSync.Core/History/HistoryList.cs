namespace CalendarSync.Core.History;

/// <summary>What was decided, and why.</summary>
/// <param name="Entries">The newest first, 200 at most.</param>
public sealed record HistoryList(IReadOnlyList<HistoryView> Entries);
