namespace CalendarSync.Core.GoogleToApp;

/// <summary>What became of a calendar's push channel.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="ExpiresAt">End of an open channel, UTC; renewed well before.</param>
/// <param name="Reason">Why there is none, as a code.</param>
public sealed record ChannelResult(ChannelOutcome Outcome, DateTimeOffset? ExpiresAt = null, string? Reason = null);
