namespace CalendarSync.Core.Connecting;

/// <summary>Where the user's browser goes to connect.</summary>
/// <param name="AuthorizationUrl">Works once, for ten minutes.</param>
public sealed record AuthorizationStart(Uri AuthorizationUrl);
