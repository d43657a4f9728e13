namespace CalendarSync.Local.Page;

/// <summary>How the connection of the demo's calendar is.</summary>
/// <param name="Status"><c>connected</c>, <c>needs_reauth</c> or <c>disabled</c>.</param>
/// <param name="Error">What went wrong last.</param>
/// <param name="Asking">Whether somebody is reading Google's changes just now.</param>
/// <param name="Listing">Whether a full listing is under way.</param>
/// <param name="LastPullAt">When Google was last asked with success, UTC.</param>
/// <param name="PausedUntil">Nobody calls Google before, UTC.</param>
internal sealed record CalendarState(string Status, string? Error, bool Asking, bool Listing, DateTime? LastPullAt, DateTime? PausedUntil);
