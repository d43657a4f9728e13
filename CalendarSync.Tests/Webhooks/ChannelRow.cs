namespace CalendarSync.Tests.Webhooks;

/// <summary>A row of <c>google_calendar_webhooks</c> as a test looks at it.</summary>
internal sealed record ChannelRow
{
    public Guid ConnectionId { get; init; }

    public string ChannelId { get; init; } = "";

    public string? ResourceId { get; init; }

    public bool Enabled { get; init; }

    public long ExpirationTimestamp { get; init; }

    public byte[] TokenHash { get; init; } = [];

    public long? LastMessageNumber { get; init; }
}
