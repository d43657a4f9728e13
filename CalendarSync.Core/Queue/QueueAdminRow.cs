namespace CalendarSync.Core.Queue;

/// <summary>A change as <see cref="QueueAdminStore"/> reads it.</summary>
internal sealed record QueueAdminRow
{
    public long Id { get; init; }

    public Guid CompanyId { get; init; }

    public Guid EventId { get; init; }

    public string? Title { get; init; }

    public Guid? ConnectionId { get; init; }

    public string Action { get; init; } = string.Empty;

    public string Status { get; init; } = string.Empty;

    public string? WaitsFor { get; init; }

    public string? ErrorMessage { get; init; }

    public int AttemptCount { get; init; }

    public int RetryCount { get; init; }

    public int MaxRetries { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset NextAttemptAt { get; init; }

    public QueueView ToView() => new(
        Id, EventId, Title, ConnectionId, Action, Status, WaitsFor, ErrorMessage, AttemptCount, RetryCount, MaxRetries, CreatedAt, ChangedAt, NextAttemptAt);
}
