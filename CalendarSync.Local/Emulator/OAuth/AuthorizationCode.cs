namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>A code that waits to be exchanged, once, within its time.</summary>
internal sealed record AuthorizationCode(AuthorizationRequest Request, Grant Grant, HashSet<string> Scopes, bool GivesRefreshToken, DateTimeOffset ExpiresAt);
