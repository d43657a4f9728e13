namespace CalendarSync.Tests.Simulation.Workers;

/// <summary>A machine's own clock: it can be set, while timers and measured times go on as before.</summary>
internal sealed class WorkerClock(TimeProvider world) : TimeProvider
{
    /// <summary>How far it is ahead of the world's.</summary>
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => world.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow() + Ahead;

    public override long GetTimestamp() => world.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        world.CreateTimer(callback, state, dueTime, period);
}
