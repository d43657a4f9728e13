using CalendarSync.Core.Storage;

namespace CalendarSync.Core.History;

/// <summary>A line of the journal as <see cref="HistoryStore"/> reads it.</summary>
internal sealed record HistoryRow
{
    public DateTimeOffset At { get; init; }

    public Guid? EventId { get; init; }

    public string? Title { get; init; }

    public Guid? ConnectionId { get; init; }

    public string Direction { get; init; } = string.Empty;

    public string Decision { get; init; } = string.Empty;

    public string Reason { get; init; } = string.Empty;

    public string? Before { get; init; }

    public string? After { get; init; }

    public HistoryView ToView() => new(At, EventId, Title, ConnectionId, Direction, Decision, Reason, StorageJson.Element(Before), StorageJson.Element(After));
}
