namespace CalendarSync.Core.Events;

/// <summary>A write that was sent and whose answer is not stored: a row of <c>google_calendar_writes</c>.</summary>
internal sealed record PendingWrite
{
    public Guid EventId { get; init; }

    public string GoogleCalendarId { get; init; } = string.Empty;

    public string GoogleEventId { get; init; } = string.Empty;

    /// <summary>What was sent, JSON.</summary>
    public string Body { get; init; } = string.Empty;

    /// <summary>The row's version that was sent.</summary>
    public long Version { get; init; }
}
