using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.Events;

/// <summary>
/// What a calendar shows of its private events. With <c>private_events = busy</c> the application learns when they are and nothing else; what it does not
/// know it cannot keep, so such an event is read-only here. Events that the application made stay its own.
/// </summary>
internal static class PrivateEvents
{
    public static GoogleEvent AsShown(GoogleEvent e, Connection calendar) =>
        calendar.PrivateAsBusy && e.Visibility is ("private" or "confidential") && !IsOurs(e) ? GoogleEventMapper.AsBusyBlock(e) : e;

    private static bool IsOurs(GoogleEvent e) =>
        (e.Id is { } id && EventIds.TryParse(id, out _, out _)) || (e.RecurringEventId is { } series && EventIds.TryParse(series, out _, out _));
}
