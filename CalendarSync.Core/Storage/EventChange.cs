using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Storage;

/// <summary>One write of the engine to one row of <c>events</c>: fields, link and base together, or nothing.</summary>
internal sealed record EventChange
{
    public required Guid Id { get; init; }

    /// <summary>The row does not exist yet; <see cref="CompanyId"/>, <see cref="UserId"/> and <see cref="Role"/> are then those of the connection.</summary>
    public bool IsNew { get; init; }

    public Guid CompanyId { get; init; }

    public Guid? UserId { get; init; }

    public string? Role { get; init; }

    /// <summary>Values for <see cref="Changes"/>.</summary>
    public EventFields Fields { get; init; } = new();

    public EventField Changes { get; init; }

    public Presence Presence { get; init; }

    public required string CalendarId { get; init; }

    public required string GoogleEventId { get; init; }

    /// <summary>
    /// The calendar that the row was linked to when the write was decided, where it was not locked since: a row that is in a third one by now is left as
    /// it is. Null asks for nothing.
    /// </summary>
    public string? FromCalendarId { get; init; }

    public string? Etag { get; init; }

    /// <summary>Google's clock, UTC. A row that already knows a later state is left as it is.</summary>
    public DateTimeOffset? GoogleUpdatedAt { get; init; }

    /// <summary>The event as Google gave it, UTF-8 JSON; null keeps the stored one.</summary>
    public ReadOnlyMemory<byte>? GoogleEvent { get; init; }

    /// <summary>Google's event is deleted: the stored one is kept and marked so.</summary>
    public bool Tombstone { get; init; }

    /// <summary>The row's own words where Google's differ; see <see cref="Agreement.App"/>.</summary>
    public EventFields? Agreed { get; init; }

    /// <summary>The version that is in step after this write; null leaves <c>synced_version</c> as it is.</summary>
    public long? SyncedVersion { get; init; }

    public string? RecurringEventId { get; init; }

    public Guid? SeriesId { get; init; }

    public DateTimeOffset? OriginalStartAt { get; init; }

    public DateOnly? OriginalStartDate { get; init; }
}
