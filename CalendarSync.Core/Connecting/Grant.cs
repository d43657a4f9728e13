using CalendarSync.Core.Security;

namespace CalendarSync.Core.Connecting;

/// <summary>One Google account's consent for one company, as stored: tokens are sealed.</summary>
internal sealed record Grant
{
    public Guid Id { get; init; }

    public Guid CompanyId { get; init; }

    public Guid UserId { get; init; }

    /// <summary>The id of the account's primary calendar. An address: never in a log.</summary>
    public string Account { get; init; } = "";

    public string? RefreshToken { get; init; }

    public string? AccessToken { get; init; }

    public DateTimeOffset? AccessExpiresAt { get; init; }

    public string Status { get; init; } = "";

    public DateTimeOffset? PausedUntil { get; init; }

    public bool IsConnected => Status is "connected";

    public SealContext RefreshPlace => new(CompanyId, Account, SealPurpose.RefreshToken);

    public SealContext AccessPlace => new(CompanyId, Account, SealPurpose.AccessToken);

    public override string ToString() => $"Grant {Id}";
}
