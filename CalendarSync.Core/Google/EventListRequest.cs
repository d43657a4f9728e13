namespace CalendarSync.Core.Google;

/// <summary>One page of events.list.</summary>
/// <param name="CalendarId">The resolved id, never the word <c>primary</c>.</param>
/// <param name="SyncToken">Null for a full listing.</param>
/// <param name="PageToken">Null for the first page.</param>
/// <param name="EventTypes">Sent as given; part of what the sync token is bound to.</param>
/// <param name="TimeMin">Bound of a full listing, UTC; never sent with a sync token.</param>
/// <param name="TimeMax">Exclusive bound of a full listing, UTC.</param>
internal sealed record EventListRequest(
    string CalendarId, string? SyncToken, string? PageToken, IReadOnlyList<string> EventTypes, DateTimeOffset? TimeMin = null, DateTimeOffset? TimeMax = null)
{
    /// <summary>Only the events of this UID, a series and its exceptions; never sent with a sync token, and none comes back.</summary>
    public string? ICalUid { get; init; }
}
