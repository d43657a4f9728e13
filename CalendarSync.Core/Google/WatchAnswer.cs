namespace CalendarSync.Core.Google;

/// <summary>What Google opened.</summary>
/// <param name="ResourceId">Identifies the watched calendar in messages and when stopping.</param>
/// <param name="ExpirationMs">End of the channel, milliseconds since 1970 UTC.</param>
internal sealed record WatchAnswer(string ResourceId, long ExpirationMs);
