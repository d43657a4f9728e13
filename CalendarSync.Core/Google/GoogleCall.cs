namespace CalendarSync.Core.Google;

/// <summary>Which call was made, where the meaning of an answer depends on it.</summary>
internal enum GoogleCall
{
    ListEvents,
    GetEvent,
    InsertEvent,
    UpdateEvent,
    DeleteEvent,
    MoveEvent,
    ListCalendars,
    SetCalendarColor,
    WatchEvents,
    StopChannel,
}
