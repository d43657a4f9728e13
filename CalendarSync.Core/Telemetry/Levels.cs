namespace CalendarSync.Core.Telemetry;

/// <summary>How full the queue is and how the channels are, at one moment. Ages are seconds; 0 where there is nothing.</summary>
internal sealed record Levels
{
    public long Pending { get; init; }

    public long Processing { get; init; }

    public long Failed { get; init; }

    public double OldestSeconds { get; init; }

    public long OpenConflicts { get; init; }

    public long ChannelsAlive { get; init; }

    public double OldestChannelSeconds { get; init; }
}
