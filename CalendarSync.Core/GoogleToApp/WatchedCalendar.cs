using CalendarSync.Core.Google;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>A calendar on which a channel can be opened.</summary>
internal sealed record WatchedCalendar(Guid ConnectionId, Guid CompanyId, Guid GrantId, string CalendarId)
{
    public GoogleAccount Account => new(GrantId);
}
