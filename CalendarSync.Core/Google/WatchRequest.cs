namespace CalendarSync.Core.Google;

/// <summary>A push channel to open.</summary>
/// <param name="ChannelId">New for every channel.</param>
/// <param name="Address">HTTPS address of the webhook (plain HTTP on loopback, for the emulator).</param>
/// <param name="Token">Random secret that Google repeats in every message.</param>
/// <param name="TimeToLive">Wished for; Google decides.</param>
internal sealed record WatchRequest(string ChannelId, string Address, string Token, TimeSpan TimeToLive);
