namespace CalendarSync.Core.Conflicts;

/// <summary>A company's conflicts.</summary>
/// <param name="Conflicts">The oldest first.</param>
public sealed record ConflictList(IReadOnlyList<ConflictView> Conflicts);
