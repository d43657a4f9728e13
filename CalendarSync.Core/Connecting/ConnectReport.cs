namespace CalendarSync.Core.Connecting;

/// <summary>What the page tells.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Calendars">Names of the connected calendars.</param>
/// <param name="Invisible">Configured calendars that the account does not see, or may not read.</param>
/// <param name="Elsewhere">Calendars that another account of the company has connected already.</param>
/// <param name="MissingScopes">What was not granted.</param>
internal sealed record ConnectReport(
    ConnectResult Result,
    IReadOnlyList<string>? Calendars = null,
    IReadOnlyList<string>? Invisible = null,
    IReadOnlyList<string>? Elsewhere = null,
    IReadOnlyList<string>? MissingScopes = null);
