using System.Collections.Concurrent;

using CalendarSync.Tests.Support;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Tests.Runtime;

/// <summary>What the sample functions did, and what they are to do next.</summary>
public sealed class SampleState(FakeTimeProvider clock)
{
    /// <summary>What must never come out, wherever an exception carries it.</summary>
    public const string Secret = "ya29.secret dentist@example.com";

    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<(DateTimeOffset At, TimerInfo Timer)> Runs { get; } = new();

    /// <summary>While set, a timer run lasts until the gate opens.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Running { get; private set; }

    public int MostAtOnce { get; private set; }

    /// <summary>Released once for each run that has begun.</summary>
    public SemaphoreSlim Begun { get; } = new(0);

    public async Task RunAsync(TimerInfo timer, CancellationToken cancellationToken)
    {
        Running++;
        MostAtOnce = Math.Max(MostAtOnce, Running);
        Runs.Enqueue((clock.GetUtcNow(), timer));
        Begun.Release();
        try
        {
            if (Gate is { } gate)
            {
                await gate.Task.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Running--;
        }
    }

    public async Task BeginAsync() => (await Begun.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue("no run began");
}
