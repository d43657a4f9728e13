namespace CalendarSync.Tests.Scenarios;

/// <summary>A change that is not done, as an operator sees it.</summary>
internal sealed record QueueRow
{
    public Guid EventId { get; init; }

    public string Action { get; init; } = "";

    public string Status { get; init; } = "";

    public int RetryCount { get; init; }

    public int AttemptCount { get; init; }

    public string? ErrorMessage { get; init; }

    public DateTimeOffset NextAttemptAt { get; init; }
}
