using CalendarSync.Core.Notifications;
using CalendarSync.Core.Storage;
using CalendarSync.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CalendarSync.Core;

/// <summary>Carries out a run of a timer function and leaves a record of it, so that an operator can see that the timers run.</summary>
public sealed class TimerRuns
{
    private readonly TimerRunStore store;
    private readonly IConfiguration? settings;
    private readonly NotificationSender? sender;
    private readonly LevelStore? levels;

    internal TimerRuns(TimerRunStore store, IConfiguration? settings, NotificationSender? sender = null, LevelStore? levels = null)
    {
        this.store = store;
        this.settings = settings;
        this.sender = sender;
        this.levels = levels;
    }

    /// <summary>
    /// Runs the work; the record says when it began and ended, and of which kind a failure was. Then, whatever became of it, the messages that
    /// are due are sent.
    /// </summary>
    /// <param name="function">The function's name.</param>
    /// <param name="scheduleSetting">The setting that holds its schedule.</param>
    /// <param name="work">What it does.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>When the work has ended.</returns>
    /// <exception cref="NpgsqlException">The database is away; then nothing was run.</exception>
    public async Task RunAsync(string function, string scheduleSetting, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var span = SyncTelemetry.Spans.StartActivity(function);
        span?.SetTag("faas.trigger", "timer").SetTag("faas.name", function);
        var run = await store.StartAsync(function, settings?[scheduleSetting], cancellationToken);
        try
        {
            await work(cancellationToken);
        }
        catch (Exception e)
        {
            // The kind only: a message may quote what people wrote. The host's stop does not reach this: the end is a fact by then.
            await store.EndAsync(run, succeeded: false, e is OperationCanceledException ? "stopped" : e.GetType().Name, CancellationToken.None);
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, e.GetType().Name);
            await SendAsync(cancellationToken);
            throw;
        }

        await store.EndAsync(run, succeeded: true, null, CancellationToken.None);
        await MeasureAsync(cancellationToken);
        await SendAsync(cancellationToken);
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        if (levels is null || !SyncTelemetry.WantsLevels)
        {
            return;
        }

        try
        {
            SyncTelemetry.Levels(await levels.ReadAsync(cancellationToken));
        }
        catch (NpgsqlException)
        {
            // The run has ended well; the next one measures again, or fails itself.
        }
    }

    private Task SendAsync(CancellationToken cancellationToken) => sender?.SendDueAsync(cancellationToken) ?? Task.CompletedTask;
}
