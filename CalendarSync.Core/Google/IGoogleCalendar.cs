namespace CalendarSync.Core.Google;

/// <summary>
/// Google Calendar as the engine needs it. Every method is one call (two where an access token has just died), costs one
/// quota unit (the colour three), and throws <see cref="GoogleApiException"/> for every answer that is not the success it describes.
/// </summary>
internal interface IGoogleCalendar
{
    /// <summary>One page of a listing; series are not expanded and deleted events are included.</summary>
    Task<EventPage> ListEventsAsync(GoogleAccount account, EventListRequest request, CancellationToken cancellationToken);

    /// <summary>A deleted event is an answer too: look at its status.</summary>
    Task<GoogleEvent> GetEventAsync(GoogleAccount account, string calendarId, string eventId, CancellationToken cancellationToken);

    /// <param name="account">Whose call it is.</param>
    /// <param name="calendarId">Where the event goes.</param>
    /// <param name="body">A complete event with the id that it shall have, UTF-8 JSON.</param>
    /// <param name="cancellationToken">Stops the call; the event may have been made all the same.</param>
    Task<GoogleEvent> InsertEventAsync(GoogleAccount account, string calendarId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Full PUT, with <c>If-Match</c> exactly as the etag was received; null writes unconditionally. Nobody is mailed.</summary>
    Task<GoogleEvent> UpdateEventAsync(
        GoogleAccount account, string calendarId, string eventId, ReadOnlyMemory<byte> body, string? etag, CancellationToken cancellationToken);

    /// <summary>Nobody is mailed.</summary>
    Task DeleteEventAsync(GoogleAccount account, string calendarId, string eventId, string? etag, CancellationToken cancellationToken);

    /// <summary>The same event in another calendar of the account.</summary>
    Task<GoogleEvent> MoveEventAsync(
        GoogleAccount account, string calendarId, string eventId, string destinationCalendarId, CancellationToken cancellationToken);

    /// <summary>The account's calendar list, all pages of it.</summary>
    Task<IReadOnlyList<CalendarListEntry>> ListCalendarsAsync(GoogleAccount account, CancellationToken cancellationToken);

    /// <summary>Gives a calendar a colour in the account's own list; other people's lists keep theirs.</summary>
    /// <param name="account">Whose list.</param>
    /// <param name="calendarId">A calendar in it.</param>
    /// <param name="color"><c>#rrggbb</c>.</param>
    /// <param name="cancellationToken">Stops the call; the colour may have been taken all the same.</param>
    /// <returns>The entry with the colour that Google has made of it.</returns>
    Task<CalendarListEntry> SetCalendarColorAsync(GoogleAccount account, string calendarId, string color, CancellationToken cancellationToken);

    /// <summary>Opens a push channel on a calendar's events.</summary>
    Task<WatchAnswer> WatchEventsAsync(GoogleAccount account, string calendarId, WatchRequest request, CancellationToken cancellationToken);

    /// <summary>A channel that Google no longer knows counts as stopped.</summary>
    Task StopChannelAsync(GoogleAccount account, string channelId, string resourceId, CancellationToken cancellationToken);
}
