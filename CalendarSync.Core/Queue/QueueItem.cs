namespace CalendarSync.Core.Queue;

/// <summary>A claimed change: this worker's until the lease ends.</summary>
internal sealed record QueueItem
{
    public long Id { get; init; }

    public Guid CompanyId { get; init; }

    public Guid EventId { get; init; }

    public string Action { get; init; } = string.Empty;

    public int RetryCount { get; init; }

    public int MaxRetries { get; init; }

    public int AttemptCount { get; init; }

    /// <summary>When the application last changed the event, UTC.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Where a deleted row's event was.</summary>
    public string? GoogleCalendarId { get; init; }

    public string? GoogleEventId { get; init; }

    public string? GoogleEtag { get; init; }

    /// <summary>What both sides last agreed on of a row that is gone: Google's event, JSON.</summary>
    public string? GoogleEvent { get; init; }

    /// <summary>What the row that is gone said then, where it used other words; JSON.</summary>
    public string? GoogleAgreed { get; init; }

    /// <summary>Of a row that is gone.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The fence: only who holds it may complete the item.</summary>
    public Guid LeaseToken { get; init; }
}
