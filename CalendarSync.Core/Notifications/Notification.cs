namespace CalendarSync.Core.Notifications;

/// <summary>A row of the outbox that this worker sends.</summary>
internal sealed record Notification
{
    public long Id { get; init; }

    public Guid? CompanyId { get; init; }

    public string Kind { get; init; } = string.Empty;

    /// <summary>JSON.</summary>
    public string Payload { get; init; } = "{}";

    public int AttemptCount { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
