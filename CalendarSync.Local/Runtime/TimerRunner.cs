using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Local.Runtime;

/// <summary>One timer function: by the clock, by hand, and never twice at the same time.</summary>
internal sealed class TimerRunner(
    TimerFunction function, CronSchedule schedule, FunctionInvoker invoker, TimeSpan limit, TimeProvider clock,
    FunctionObserver observer, ILogger<TimerRunner> logger)
    : IDisposable
{
    // Waking up now and then notices a clock that was set, and keeps the waits below what timers can do.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan PastDueAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private DateTimeOffset _last;

    public string Name => function.Name;

    /// <summary>Runs at every tick until cancelled. Ticks that pass during a run are not made up for: the next run sees all there is to do.</summary>
    public async Task RunByClockAsync(CancellationToken cancellationToken)
    {
        if (function.RunOnStartup)
        {
            await RunAsync(clock.GetUtcNow(), cancellationToken);
        }

        while (schedule.Next(clock.GetUtcNow()) is { } due)
        {
            await WaitUntilAsync(due, cancellationToken);
            await RunAsync(due, cancellationToken);
        }
    }

    /// <summary>Runs now, after a run that is under way. Returns the failure that left the function; it is logged already.</summary>
    public Task<Exception?> RunNowAsync(CancellationToken cancellationToken) => RunAsync(clock.GetUtcNow(), cancellationToken);

    public void Dispose() => _gate.Dispose();

    private async Task<Exception?> RunAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        long start = clock.GetTimestamp();
        bool succeeded = false;
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            DateTimeOffset now = clock.GetUtcNow();
            TimerInfo timer = Describe(due, now);
            _last = now;
            await invoker.RunTimerAsync(function, timer, either.Token);
            succeeded = true;
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            RuntimeLog.FunctionTimedOut(logger, function.Name);
            return exception;
        }
#pragma warning disable CA1031 // The boundary: a failing run is reported, and must not end the schedule.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RuntimeLog.FunctionFailed(logger, function.Name, FailureText.Of(exception));
            return exception;
        }
        finally
        {
            observer.Ended(new FunctionRun(function.Name, null, succeeded, clock.GetElapsedTime(start)));
            _gate.Release();
        }
    }

    private TimerInfo Describe(DateTimeOffset due, DateTimeOffset now) => new()
    {
        IsPastDue = now - due > PastDueAfter,
        ScheduleStatus = new ScheduleStatus
        {
            Last = _last.UtcDateTime,
            Next = schedule.Next(now)?.UtcDateTime ?? DateTime.MaxValue,
            LastUpdated = _last.UtcDateTime,
        },
    };

    private async Task WaitUntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (due - clock.GetUtcNow() is { Ticks: > 0 } wait)
        {
            // Timers count whole milliseconds: rounded up, or the last stretch would spin.
            TimeSpan rounded = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            await Task.Delay(rounded < LongestWait ? rounded : LongestWait, clock, cancellationToken);
        }
    }
}
