namespace CalendarSync.Core.Connecting;

/// <summary>A consent to store; its tokens are sealed.</summary>
internal sealed record NewGrant(
    Guid Id,
    Guid CompanyId,
    Guid UserId,
    string Account,
    string? RefreshToken,
    string AccessToken,
    DateTimeOffset AccessExpiresAt,
    IReadOnlyList<string> Scopes)
{
    public override string ToString() => $"NewGrant {Id}";
}
