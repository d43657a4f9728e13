namespace CalendarSync.Core.Storage;

/// <summary>What a sweep is about.</summary>
/// <param name="ConnectionId">The calendar's connection.</param>
/// <param name="CalendarId">Google's calendar.</param>
/// <param name="ListingId">Whose marks say what was seen.</param>
/// <param name="SettledBefore">Only rows that were in step before this time, UTC, can be missed.</param>
/// <param name="Past">Start of the listed window, UTC; null for no bound.</param>
/// <param name="Future">End of the listed window, UTC; null for no bound.</param>
/// <param name="RunId">In the journal.</param>
/// <param name="Now">UTC.</param>
internal sealed record SweepQuery(
    Guid ConnectionId, string CalendarId, Guid ListingId, DateTimeOffset SettledBefore, DateTimeOffset? Past, DateTimeOffset? Future, Guid RunId, DateTimeOffset Now);
