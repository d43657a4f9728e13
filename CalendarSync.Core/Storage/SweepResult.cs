namespace CalendarSync.Core.Storage;

/// <summary>What a sweep did.</summary>
/// <param name="Deleted">Rows deleted.</param>
/// <param name="Kept">Rows that the application had changed: they go back to Google.</param>
internal sealed record SweepResult(long Deleted, long Kept);
