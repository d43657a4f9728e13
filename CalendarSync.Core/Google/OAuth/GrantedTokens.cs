namespace CalendarSync.Core.Google.OAuth;

/// <summary>What the token endpoint gave.</summary>
/// <param name="AccessToken">Never empty.</param>
/// <param name="ExpiresAt">End of the access token, UTC.</param>
/// <param name="RefreshToken">Null where none was given: then the stored one stays.</param>
/// <param name="Scopes">What was granted.</param>
internal sealed record GrantedTokens(string AccessToken, DateTimeOffset ExpiresAt, string? RefreshToken, IReadOnlyList<string> Scopes)
{
    // A record prints its members; these are tokens.
    public override string ToString() => nameof(GrantedTokens);
}
