namespace CalendarSync.Core.Connecting;

/// <summary>The push channel through which Google tells of changes at once.</summary>
/// <param name="ExpiresAt">UTC; it is renewed before.</param>
/// <param name="LastMessageAt">When Google last told something, UTC; null while it has not.</param>
public sealed record ChannelView(DateTimeOffset ExpiresAt, DateTimeOffset? LastMessageAt);
