using System.Net.Http.Headers;
using System.Text.Json;

namespace CalendarSync.Core.Google;

/// <summary>Google Calendar over HTTP. What the calls say is here and in <see cref="GoogleUrls"/>; how they are made is <see cref="GoogleTransport"/>'s.</summary>
internal sealed class GoogleCalendarClient(
    HttpClient http, GoogleClientOptions options, IAccessTokens tokens, RateBudget budget, ServerClock clock, TimeProvider timeProvider) : IGoogleCalendar
{
    // Ten thousand calendars: more than anybody has. A list that does not end is a fault of the other side.
    private const int MostCalendarPages = 40;

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    private readonly GoogleUrls urls = new(options.BaseUri, options.PageSize);
    private readonly GoogleTransport transport = new(http, options, tokens, budget, clock, timeProvider);

    public async Task<EventPage> ListEventsAsync(GoogleAccount account, EventListRequest request, CancellationToken cancellationToken) =>
        GoogleTransport.Read(
            await SendAsync(account, GoogleCall.ListEvents, HttpMethod.Get, urls.Events(request), cancellationToken),
            page => request.ICalUid is null ? EventPageReader.Read(page) : EventPageReader.ReadFiltered(page));

    public async Task<GoogleEvent> GetEventAsync(GoogleAccount account, string calendarId, string eventId, CancellationToken cancellationToken) =>
        Event(await SendAsync(account, GoogleCall.GetEvent, HttpMethod.Get, urls.ReadEvent(calendarId, eventId), cancellationToken));

    public async Task<GoogleEvent> InsertEventAsync(
        GoogleAccount account, string calendarId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        Event(await SendAsync(account, GoogleCall.InsertEvent, HttpMethod.Post, urls.NewEvent(calendarId), cancellationToken, body));

    // Without conferenceDataVersion and supportsAttachments Google leaves conference and attachments alone, whatever the body says of them:
    // see docs/decisions/0101-conference-and-attachments.md.
    public async Task<GoogleEvent> UpdateEventAsync(
        GoogleAccount account, string calendarId, string eventId, ReadOnlyMemory<byte> body, string? etag, CancellationToken cancellationToken) =>
        Event(await SendAsync(account, GoogleCall.UpdateEvent, HttpMethod.Put, urls.WriteEvent(calendarId, eventId), cancellationToken, body, etag));

    public Task DeleteEventAsync(GoogleAccount account, string calendarId, string eventId, string? etag, CancellationToken cancellationToken) =>
        SendAsync(account, GoogleCall.DeleteEvent, HttpMethod.Delete, urls.WriteEvent(calendarId, eventId), cancellationToken, etag: etag);

    public async Task<GoogleEvent> MoveEventAsync(
        GoogleAccount account, string calendarId, string eventId, string destinationCalendarId, CancellationToken cancellationToken) =>
        Event(await SendAsync(
            account, GoogleCall.MoveEvent, HttpMethod.Post, urls.MoveEvent(calendarId, eventId, destinationCalendarId), cancellationToken));

    public async Task<IReadOnlyList<CalendarListEntry>> ListCalendarsAsync(GoogleAccount account, CancellationToken cancellationToken)
    {
        var calendars = new List<CalendarListEntry>();
        string? pageToken = null;
        for (var page = 0; page < MostCalendarPages; page++)
        {
            var answer = await SendAsync(account, GoogleCall.ListCalendars, HttpMethod.Get, urls.Calendars(pageToken), cancellationToken);
            (var entries, pageToken) = GoogleTransport.Read(answer, CalendarListReader.Read);
            calendars.AddRange(entries);
            if (pageToken is null)
            {
                return calendars;
            }
        }

        throw new GoogleApiException(GoogleFault.Permanent, 200, "endlessList");
    }

    public async Task<CalendarListEntry> SetCalendarColorAsync(GoogleAccount account, string calendarId, string color, CancellationToken cancellationToken) =>
        GoogleTransport.Read(
            await SendAsync(account, GoogleCall.SetCalendarColor, HttpMethod.Patch, urls.CalendarEntry(calendarId), cancellationToken, CalendarColorDocument.Write(color)),
            CalendarListReader.ReadOne);

    public async Task<WatchAnswer> WatchEventsAsync(GoogleAccount account, string calendarId, WatchRequest request, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            account, GoogleCall.WatchEvents, HttpMethod.Post, urls.Watch(calendarId), cancellationToken, ChannelDocument.Opening(request));
        return GoogleTransport.Read(answer, ChannelDocument.Opened);
    }

    public async Task StopChannelAsync(GoogleAccount account, string channelId, string resourceId, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(
                account, GoogleCall.StopChannel, HttpMethod.Post, urls.Stop, cancellationToken, ChannelDocument.Stopping(channelId, resourceId));
        }
        catch (GoogleApiException e) when (e.Fault is GoogleFault.NotFound or GoogleFault.Gone)
        {
            // Ended by itself, or stopped by a call whose answer was lost.
        }
    }

    private Task<byte[]> SendAsync(
        GoogleAccount account,
        GoogleCall call,
        HttpMethod method,
        Uri url,
        CancellationToken cancellationToken,
        ReadOnlyMemory<byte>? body = null,
        string? etag = null) =>
        transport.SendAsync(
            account,
            call,
            () =>
            {
                var request = new HttpRequestMessage(method, url);
                if (body is { } content)
                {
                    request.Content = new ReadOnlyMemoryContent(content) { Headers = { ContentType = Json } };
                }

                if (etag is not null)
                {
                    // As received, quotes included; .NET's typed header would judge its syntax.
                    request.Headers.TryAddWithoutValidation("If-Match", etag);
                }

                return request;
            },
            cancellationToken);

    private static GoogleEvent Event(byte[] answer) => GoogleTransport.Read(answer, static raw =>
    {
        if (GoogleEventReader.Read(raw, out var reason) is { } e)
        {
            return e;
        }

        // Cut on the way (then this throws, and it is worth another try), or whole and strange.
        using (JsonDocument.Parse(raw))
        {
            throw new GoogleApiException(GoogleFault.Permanent, 200, reason!);
        }
    });
}
