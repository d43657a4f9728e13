using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>Grants and tokens. Called under the emulator's lock.</summary>
internal sealed class GrantStore(World world)
{
    private const int MaxRefreshTokens = 100;

    private readonly Dictionary<(string Email, string ClientId), Grant> _grants = [];
    private readonly Dictionary<string, AccessToken> _accessTokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Grant Grant, HashSet<string> Scopes)> _refreshTokens = new(StringComparer.Ordinal);

    private readonly Dictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);

    public IEnumerable<Grant> Grants => _grants.Values;

    public int LiveAccessTokens => _accessTokens.Values.Count(t => t.ExpiresAt > world.Clock.Now);

    public Grant? Find(Account account, string clientId) =>
        _grants.TryGetValue((account.Email, clientId), out Grant? grant) && !grant.Revoked ? grant : null;

    public Grant Allow(Account account, string clientId, IEnumerable<string> scopes)
    {
        Grant? grant = Find(account, clientId);
        if (grant is null)
        {
            grant = new Grant(account, clientId);
            _grants[(account.Email, clientId)] = grant;
        }

        grant.Scopes.UnionWith(scopes);
        return grant;
    }

    public AccessToken NewAccessToken(Grant grant, IReadOnlySet<string> scopes)
    {
        AccessToken token = new("ya29." + world.Random.Token(80), grant, scopes, world.Clock.Now + world.Options.AccessTokenLifetime);
        _accessTokens.Add(token.Value, token);
        return token;
    }

    /// <summary>A further refresh token of the grant; beyond a hundred the oldest dies without notice.</summary>
    public string NewRefreshToken(Grant grant, HashSet<string> scopes)
    {
        string token = "1//0" + world.Random.Token(60);
        _refreshTokens.Add(token, (grant, scopes));
        grant.RefreshTokens.Add(token);
        if (grant.RefreshTokens.Count > MaxRefreshTokens)
        {
            _refreshTokens.Remove(grant.RefreshTokens[0]);
            grant.RefreshTokens.RemoveAt(0);
        }

        return token;
    }

    public string NewCode(AuthorizationRequest request, Grant grant, HashSet<string> scopes, bool givesRefreshToken)
    {
        string code = "4/0" + world.Random.Token(70);
        _codes.Add(code, new AuthorizationCode(request, grant, scopes, givesRefreshToken, world.Clock.Now + world.Options.AuthorizationCodeLifetime));
        return code;
    }

    public AuthorizationCode? FindCode(string code) => _codes.GetValueOrDefault(code);

    /// <summary>A code works once.</summary>
    public void UseCode(string code) => _codes.Remove(code);

    public void Clear()
    {
        _grants.Clear();
        _accessTokens.Clear();
        _refreshTokens.Clear();
        _codes.Clear();
    }

    /// <summary>The token if it is live now.</summary>
    public AccessToken? FindAccessToken(string value) =>
        _accessTokens.TryGetValue(value, out AccessToken? token) && !token.Grant.Revoked && token.ExpiresAt > world.Clock.Now ? token : null;

    public (Grant Grant, HashSet<string> Scopes)? FindRefreshToken(string value) =>
        _refreshTokens.TryGetValue(value, out var found) && !found.Grant.Revoked ? found : null;

    /// <summary>Either kind of token takes the whole grant with it. False when it was dead already.</summary>
    public bool Revoke(string token)
    {
        Grant? grant = FindRefreshToken(token)?.Grant ?? FindAccessToken(token)?.Grant;
        if (grant is null)
        {
            return false;
        }

        grant.Revoked = true;
        return true;
    }

    public void RevokeAll(Account account)
    {
        foreach (Grant grant in _grants.Values.Where(g => ReferenceEquals(g.Account, account)))
        {
            grant.Revoked = true;
        }
    }

    /// <summary>Makes the access tokens of an account (null: of everybody) expire now; refresh tokens stay.</summary>
    public void ExpireAccessTokens(Account? account)
    {
        foreach (AccessToken token in _accessTokens.Values.Where(t => account is null || ReferenceEquals(t.Grant.Account, account)))
        {
            token.ExpiresAt = world.Clock.Now;
        }
    }
}
