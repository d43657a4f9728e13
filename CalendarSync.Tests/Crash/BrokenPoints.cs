using CalendarSync.Tests.Simulation.Points;

using Npgsql;

namespace CalendarSync.Tests.Crash;

/// <summary>Counts the points that a worker passes, and ends the worker at one of them.</summary>
/// <param name="at">Counted from 1; 0 only counts.</param>
/// <param name="ending">How it ends.</param>
internal sealed class BrokenPoints(int at, Ending ending) : IPoints, IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _shutdown = new();
    private readonly List<string> _passed = [];

    /// <summary>The points passed so far.</summary>
    public IReadOnlyList<string> Passed => _passed;

    /// <summary>The host's wish to shut down.</summary>
    public CancellationToken Shutdown => _shutdown.Token;

    /// <summary>Completes when the worker died.</summary>
    public Task Died => _ended.Task;

    public async ValueTask ReachAsync(Point point)
    {
        _passed.Add(point.ToString());
        if (_passed.Count != at)
        {
            return;
        }

        switch (ending)
        {
            case Ending.Dies:
                if (point.Connection is { } connection)
                {
                    // The server notices that nobody is there any more.
                    await connection.CloseAsync();
                }

                _ended.SetResult();
                await new TaskCompletionSource().Task;
                break;
            case Ending.Stops:
                await _shutdown.CancelAsync();
                break;
            case Ending.Breaks when point.Kind is PointKind.BeforeCall or PointKind.AfterCall:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke.");
            default:
                throw new NpgsqlException("The connection broke.", new IOException());
        }
    }

    public void Dispose() => _shutdown.Dispose();
}
