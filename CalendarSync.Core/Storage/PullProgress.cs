namespace CalendarSync.Core.Storage;

/// <summary>How far a pull has come with a page.</summary>
/// <param name="PageToken">Of the next page; null after the last one.</param>
/// <param name="SyncToken">Of the next pull; set after the last page only.</param>
/// <param name="SyncParams">The listing parameters that the token is bound to; null where everything has to be listed again.</param>
/// <param name="Items">Items of the page.</param>
/// <param name="TimeZone">The calendar's zone, where the page says it.</param>
/// <param name="AccessRole">What the account may do with the calendar, where the page says it.</param>
/// <param name="RangeUntil">Up to when the calendar is known, UTC, where its range is bounded and the page has settled that.</param>
internal sealed record PullProgress(
    string? PageToken, string? SyncToken, string? SyncParams, int Items, string? TimeZone, string? AccessRole, DateTimeOffset? RangeUntil);
