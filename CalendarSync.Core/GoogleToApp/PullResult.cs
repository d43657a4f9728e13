namespace CalendarSync.Core.GoogleToApp;

/// <summary>What one pull did.</summary>
internal sealed record PullResult(PullOutcome Outcome, SyncCounts Counts);
