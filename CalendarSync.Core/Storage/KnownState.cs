namespace CalendarSync.Core.Storage;

/// <summary>What is known of one of Google's events before anything is locked.</summary>
internal sealed record KnownState
{
    public string GoogleEventId { get; init; } = string.Empty;

    public string? GoogleEtag { get; init; }

    public DateTimeOffset? GoogleUpdatedAt { get; init; }

    /// <summary>When this state was stored, our clock; null while a deletion is still to be sent.</summary>
    public DateTimeOffset? LastSyncedAt { get; init; }

    /// <summary>The application has edited the row since it was in step.</summary>
    public bool Edited { get; init; }

    /// <summary>The row is gone; its deletion waits in the queue or has just been sent.</summary>
    public bool DeletedForGood { get; init; }
}
