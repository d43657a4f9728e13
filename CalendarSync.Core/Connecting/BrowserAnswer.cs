namespace CalendarSync.Core.Connecting;

/// <summary>An answer for a person's browser: a page, or another address.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Location">Where the browser goes; null for a page.</param>
/// <param name="Html">The page; null for another address.</param>
/// <param name="ContentSecurityPolicy">What the page may do: nothing but show its own style.</param>
/// <param name="Cookie">To set or to remove; null for neither.</param>
public sealed record BrowserAnswer(int Status, Uri? Location, string? Html, string ContentSecurityPolicy, BrowserCookie? Cookie);
