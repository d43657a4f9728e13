namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>A bearer token: whose, for what, until when (server clock).</summary>
internal sealed class AccessToken(string value, Grant grant, IReadOnlySet<string> scopes, DateTimeOffset expiresAt)
{
    public string Value { get; } = value;

    public Grant Grant { get; } = grant;

    public IReadOnlySet<string> Scopes { get; } = scopes;

    public DateTimeOffset ExpiresAt { get; set; } = expiresAt;

    /// <param name="suffix">A scope without Google's prefix.</param>
    public bool Has(string suffix) => Scopes.Contains(Api.Scopes.Prefix + suffix);
}
