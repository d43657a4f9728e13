using CalendarSync.Core.Conflicts;
using CalendarSync.Core.Google;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>
/// The application's changes on their way to Google: takes what waits in <c>google_calendar_sync_queue</c>, calendars side by
/// side and each event's changes in order. Any number of instances may run at once.
/// </summary>
public sealed class SyncProcessor
{
    private readonly QueueStore queue;
    private readonly CalendarPusher calendars;
    private readonly Database database;
    private readonly IIdSource ids;
    private readonly SyncPolicy policy;
    private readonly RunStore runs;
    private readonly OpenConflicts conflicts;
    private readonly ILogger<SyncProcessor> logger;

    internal SyncProcessor(
        QueueStore queue, CalendarPusher calendars, Database database, IIdSource ids, SyncPolicy policy, RunStore runs, OpenConflicts conflicts,
        ILogger<SyncProcessor> logger)
    {
        this.queue = queue;
        this.calendars = calendars;
        this.database = database;
        this.ids = ids;
        this.policy = policy;
        this.runs = runs;
        this.conflicts = conflicts;
        this.logger = logger;
    }

    /// <summary>Sends what is due, within the time budget of a pass; what is left waits for the next one.</summary>
    /// <param name="scope">Which calendars.</param>
    /// <param name="cancellationToken">Stops between two changes.</param>
    /// <returns>What was done. Failures of single changes are counted, and stand in the queue with their reason.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SyncCounts> RunAsync(SyncScope scope, CancellationToken cancellationToken)
    {
        if (!policy.Enabled)
        {
            return new SyncCounts();
        }

        var runId = ids.NewId();
        var deadline = database.Now + policy.PassBudget;
        await queue.RescueAsync(cancellationToken);
        await conflicts.RefreshAsync(scope.CompanyId, cancellationToken);
        var work = await queue.FindWorkAsync(scope, cancellationToken);
        var counts = new SyncCounts();
        var gate = new Lock();
        await Parallel.ForEachAsync(
            work,
            new ParallelOptions { MaxDegreeOfParallelism = policy.Parallelism, CancellationToken = cancellationToken },
            async (calendar, token) =>
            {
                var done = await PushAsync(calendar, runId, deadline, token);
                lock (gate)
                {
                    counts += done;
                }
            });
        await queue.ExplainAsync(cancellationToken);
        if (work.Count > 0)
        {
            await runs.FinishAsync(runId, true, counts, cancellationToken);
            logger.Sent(counts.Connections, counts.Created, counts.Updated, counts.Deleted, counts.Conflicts, counts.Errors);
        }

        return counts;
    }

    /// <summary>One calendar's trouble is not another's.</summary>
    private async Task<SyncCounts> PushAsync(Connection calendar, Guid runId, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await calendars.PushAsync(calendar, runId, deadline, cancellationToken);
        }
        catch (Exception e) when (e is GoogleApiException or NpgsqlException)
        {
            logger.CalendarFailed(e, calendar.Id);
            return new SyncCounts(Connections: 1, Errors: 1);
        }
    }
}
