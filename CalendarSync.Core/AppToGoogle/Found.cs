using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>What the search for an event came to that its calendar calls deleted.</summary>
/// <param name="Calendar">The calendar that is the event's organizer now; null where none was found.</param>
/// <param name="Event">The event there.</param>
/// <param name="MayYetShow">It went only just now: where it came to may not show yet.</param>
internal sealed record Found(Connection? Calendar, GoogleEvent? Event, bool MayYetShow);
