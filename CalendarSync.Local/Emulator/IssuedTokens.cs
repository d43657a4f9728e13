namespace CalendarSync.Local.Emulator;

/// <summary>Tokens of a consent that a test skipped the browser for.</summary>
/// <param name="ExpiresAt">Of the access token, by the server's clock.</param>
internal sealed record IssuedTokens(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt, string Subject);
