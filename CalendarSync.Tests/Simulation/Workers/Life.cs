using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Points;

using Npgsql;

namespace CalendarSync.Tests.Simulation.Workers;

/// <summary>
/// A worker from its start to its death. It moves only when it is told to, from one point to the next, so that at any time one
/// of all workers moves, or none.
/// </summary>
internal sealed class Life(string name, Trace trace) : IPoints, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _shutdown = new();
    private TaskCompletionSource _arrived = NewSource();
    private TaskCompletionSource? _permit;
    private Task? _run;
    private bool _isDead;

    public Worker Worker { get; set; } = null!;

    /// <summary>Where it stands; null where it does nothing.</summary>
    public Point? At { get; private set; }

    public bool IsIdle => _run is null;

    /// <summary>A transaction is open: nobody else may touch the database before it has ended.</summary>
    public bool HoldsLocks => At?.Kind == PointKind.BeforeCommit;

    /// <summary>What ended its last run, where that was not the database or its host.</summary>
    public Exception? Failure { get; private set; }

    public async ValueTask ReachAsync(Point point)
    {
        trace.Add($"{name} {point}");
        At = point;
        var permit = NewSource();
        _permit = permit;
        _arrived.SetResult();
        await permit.Task;
    }

    /// <summary>Begins a run, up to its first point.</summary>
    public Task StartAsync(Func<Worker, CancellationToken, Task> run)
    {
        _arrived = NewSource();
        _run = run(Worker, _shutdown.Token);
        return ArriveAsync();
    }

    /// <summary>On to the next point, or to the end.</summary>
    public Task GoOnAsync()
    {
        var permit = Leave();
        permit.SetResult();
        return ArriveAsync();
    }

    /// <summary>What it depends on fails where it stands.</summary>
    public Task BreakAsync(Exception failure)
    {
        var permit = Leave();
        permit.SetException(failure);
        return ArriveAsync();
    }

    /// <summary>Its host wants to shut down.</summary>
    public Task StopAsync() => _shutdown.CancelAsync();

    /// <summary>The process is gone: nothing after the point happens, and the server notices that nobody is there any more.</summary>
    public async Task DieAsync()
    {
        _isDead = true;
        if (At?.Connection is { } connection)
        {
            await connection.CloseAsync();
        }
    }

    public void Dispose() => _shutdown.Dispose();

    private TaskCompletionSource Leave()
    {
        if (_isDead || _permit is not { } permit)
        {
            throw new InvalidOperationException($"{name} stands nowhere.");
        }

        _permit = null;
        _arrived = NewSource();
        At = null;
        return permit;
    }

    private async Task ArriveAsync()
    {
        var run = _run!;
        if (await Task.WhenAny(run, _arrived.Task).WaitAsync(Longest, CancellationToken.None) != run)
        {
            return;
        }

        _run = null;
        At = null;
        try
        {
            await run;
            trace.Add($"{name} ends");
        }
        catch (Exception e) when (e is NpgsqlException || (e is OperationCanceledException && _shutdown.IsCancellationRequested))
        {
            // The host logs that the database was away, or stops.
            trace.Add($"{name} ends with {e.GetType().Name}");
        }
        catch (Exception e)
        {
            trace.Add($"{name} fails with {e.GetType().Name}");
            Failure = e;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
