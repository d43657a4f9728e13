using CalendarSync.Core.Google;
using CalendarSync.Local.Emulator;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Access tokens straight from the emulator; a test says when there are none.</summary>
internal sealed class EmulatorTokens(GoogleEmulator emulator, string email) : IAccessTokens
{
    private readonly Dictionary<Guid, string> _accounts = [];
    private string? _token;

    /// <summary>What the token endpoint answers instead of a token.</summary>
    public GoogleApiException? Refusal { get; set; }

    /// <summary>Grants that were withdrawn.</summary>
    public HashSet<Guid> Revoked { get; } = [];

    /// <summary>Another account's grant.</summary>
    public void Add(Guid grantId, string account) => _accounts[grantId] = account;

    public Task<string> GetAsync(GoogleAccount account, string? rejected, CancellationToken cancellationToken)
    {
        if (Refusal is { } refusal)
        {
            throw refusal;
        }

        if (Revoked.Contains(account.GrantId))
        {
            throw FailureClassifier.Token(400, "invalid_grant");
        }

        if (_accounts.TryGetValue(account.GrantId, out var other))
        {
            return Task.FromResult(Issue(other));
        }

        if (_token is null || string.Equals(_token, rejected, StringComparison.Ordinal))
        {
            _token = Issue(email);
        }

        return Task.FromResult(_token);
    }

    private string Issue(string who) => emulator.IssueTokens(who, "calendar", "calendar.events").AccessToken;
}
