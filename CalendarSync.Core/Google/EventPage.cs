namespace CalendarSync.Core.Google;

/// <summary>One page of a listing.</summary>
/// <param name="Items">The readable items, in Google's order.</param>
/// <param name="Unreadable">Items that are not events as we know them, with the reason.</param>
/// <param name="NextPageToken">Set on every page but the last.</param>
/// <param name="NextSyncToken">Set on the last page only.</param>
/// <param name="TimeZone">The calendar's zone, IANA.</param>
/// <param name="AccessRole">What this account may do with the calendar.</param>
internal sealed record EventPage(
    IReadOnlyList<GoogleEvent> Items,
    IReadOnlyList<UnreadableItem> Unreadable,
    string? NextPageToken,
    string? NextSyncToken,
    string? TimeZone,
    string? AccessRole);
