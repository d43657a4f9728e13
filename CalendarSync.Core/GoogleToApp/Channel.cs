using CalendarSync.Core.Google;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>A channel that Google opened.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="ChannelId">As Google knows it.</param>
/// <param name="ResourceId">What it watches, in Google's words.</param>
/// <param name="GrantId">The account that opened it; only that one may stop it.</param>
internal sealed record Channel(Guid Id, string ChannelId, string ResourceId, Guid GrantId)
{
    public GoogleAccount Account => new(GrantId);
}
