using CalendarSync.Core.Google;

namespace CalendarSync.Tests.Webhooks;

/// <summary>A Google that only knows channels; everything else is refused.</summary>
internal sealed class ScriptedGoogle(TimeProvider clock) : IGoogleCalendar
{
    public TimeSpan Grants { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The channels that are open, in order.</summary>
    public List<(WatchRequest Request, string ResourceId)> Open { get; } = [];

    public List<string> Stopped { get; } = [];

    public GoogleApiException? WatchFails { get; set; }

    public GoogleApiException? StopFails { get; set; }

    /// <summary>What happens between the opening and the answer to it.</summary>
    public Func<WatchRequest, string, Task>? BeforeAnswer { get; set; }

    public async Task<WatchAnswer> WatchEventsAsync(GoogleAccount account, string calendarId, WatchRequest request, CancellationToken cancellationToken)
    {
        var resource = "resource-of-" + calendarId;
        if (WatchFails is { Fault: not GoogleFault.Transient })
        {
            throw WatchFails;
        }

        Open.Add((request, resource));
        await (BeforeAnswer?.Invoke(request, resource) ?? Task.CompletedTask);
        return WatchFails is null ? new WatchAnswer(resource, (clock.GetUtcNow() + Grants).ToUnixTimeMilliseconds()) : throw WatchFails;
    }

    public Task StopChannelAsync(GoogleAccount account, string channelId, string resourceId, CancellationToken cancellationToken)
    {
        if (StopFails is not null)
        {
            throw StopFails;
        }

        Open.RemoveAll(c => string.Equals(c.Request.ChannelId, channelId, StringComparison.Ordinal) && string.Equals(c.ResourceId, resourceId, StringComparison.Ordinal))
            .ShouldBe(1);
        Stopped.Add(channelId);
        return Task.CompletedTask;
    }

    public Task<EventPage> ListEventsAsync(GoogleAccount account, EventListRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<GoogleEvent> GetEventAsync(GoogleAccount account, string calendarId, string eventId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<GoogleEvent> InsertEventAsync(GoogleAccount account, string calendarId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<GoogleEvent> UpdateEventAsync(
        GoogleAccount account, string calendarId, string eventId, ReadOnlyMemory<byte> body, string? etag, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DeleteEventAsync(GoogleAccount account, string calendarId, string eventId, string? etag, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<GoogleEvent> MoveEventAsync(
        GoogleAccount account, string calendarId, string eventId, string destinationCalendarId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CalendarListEntry> SetCalendarColorAsync(GoogleAccount account, string calendarId, string color, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<CalendarListEntry>> ListCalendarsAsync(GoogleAccount account, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
