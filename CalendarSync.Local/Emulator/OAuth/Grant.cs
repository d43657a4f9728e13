using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>What one account has allowed one client.</summary>
internal sealed class Grant(Account account, string clientId)
{
    public Account Account { get; } = account;

    public string ClientId { get; } = clientId;

    /// <summary>Full scope names, as the token endpoint reports them.</summary>
    public HashSet<string> Scopes { get; } = new(StringComparer.Ordinal);

    /// <summary>Live refresh tokens, oldest first; Google keeps a hundred.</summary>
    public List<string> RefreshTokens { get; } = [];

    public bool Revoked { get; set; }
}
