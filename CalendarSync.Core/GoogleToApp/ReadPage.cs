using CalendarSync.Core.Google;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>A page as read.</summary>
/// <param name="Page">What Google gave.</param>
/// <param name="RequestedAt">Our clock before the call, UTC: what was stored later than this may be newer than the page.</param>
/// <param name="RangeUntil">With this page the calendar is known up to here, UTC; null where the page tells nothing of that.</param>
internal sealed record ReadPage(EventPage Page, DateTimeOffset RequestedAt, DateTimeOffset? RangeUntil = null);
