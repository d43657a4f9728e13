namespace CalendarSync.Core.Connecting;

/// <summary>What goes on in a calendar; times are UTC.</summary>
internal sealed record ConnectionActivity
{
    public Guid Id { get; init; }

    public DateTimeOffset? LastPullAt { get; init; }

    public string? AccessRole { get; init; }

    public long? ChannelExpiresMs { get; init; }

    public DateTimeOffset? ChannelMessageAt { get; init; }

    public DateTimeOffset? ChangeAt { get; init; }

    public string? ChangeDirection { get; init; }

    public int Created { get; init; }

    public int Updated { get; init; }

    public int Deleted { get; init; }

    public int Other { get; init; }

    public ChannelView? Channel => ChannelExpiresMs is { } end ? new ChannelView(DateTimeOffset.FromUnixTimeMilliseconds(end), ChannelMessageAt) : null;

    public LastChangeView? LastChange =>
        ChangeAt is { } at && ChangeDirection is { } direction ? new LastChangeView(at, direction, Created, Updated, Deleted, Other) : null;
}
