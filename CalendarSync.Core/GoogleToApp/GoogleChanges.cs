using CalendarSync.Core.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// Google's changes on their way to the application: the incremental fallback and the pulls that somebody asks for. Any number of
/// instances may run at once; each calendar is pulled by one of them at a time.
/// </summary>
public sealed class GoogleChanges : IPullTrigger
{
    // So that a tick that comes a little early counts.
    private static readonly TimeSpan EarlyTick = TimeSpan.FromMinutes(1);

    private readonly PullStore store;
    private readonly CalendarPuller puller;
    private readonly Database database;
    private readonly IIdSource ids;
    private readonly SyncPolicy policy;
    private readonly RunStore runs;
    private readonly ILogger<GoogleChanges> logger;

    internal GoogleChanges(PullStore store, CalendarPuller puller, Database database, IIdSource ids, SyncPolicy policy, RunStore runs, ILogger<GoogleChanges> logger)
    {
        this.store = store;
        this.puller = puller;
        this.database = database;
        this.ids = ids;
        this.policy = policy;
        this.runs = runs;
        this.logger = logger;
    }

    /// <summary>Pulls every calendar of the scope that may be pulled now, side by side, within the time budget of a pass.</summary>
    /// <param name="scope">Which calendars.</param>
    /// <param name="full">List everything instead of asking for what changed.</param>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>What was done. A calendar that fails is counted, and its reason stands in <c>last_error</c>.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SyncCounts> RunAsync(SyncScope scope, bool full, CancellationToken cancellationToken)
    {
        return await RunAsync(await store.FindAsync(scope, cancellationToken), full, cancellationToken);
    }

    /// <summary>
    /// Between two full passes: pulls the calendars that no living channel tells about and that were not asked for some minutes, and those that
    /// a message was about and whose pull did not come to its end.
    /// </summary>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SyncCounts> PollAsync(CancellationToken cancellationToken) =>
        await RunAsync(await store.FindUnheardAsync(database.Now - policy.PollInterval + EarlyTick, cancellationToken), false, cancellationToken);

    private async Task<SyncCounts> RunAsync(IReadOnlyList<Guid> connections, bool full, CancellationToken cancellationToken)
    {
        var runId = ids.NewId();
        var deadline = database.Now + policy.PassBudget;
        var counts = new SyncCounts();
        if (!policy.Enabled)
        {
            return counts;
        }

        var gate = new Lock();
        await Parallel.ForEachAsync(
            connections,
            new ParallelOptions { MaxDegreeOfParallelism = policy.Parallelism, CancellationToken = cancellationToken },
            async (connectionId, token) =>
            {
                var done = await PullAsync(connectionId, full, deadline, runId, token);
                lock (gate)
                {
                    counts += done;
                }
            });
        if (counts.Connections > 0)
        {
            await runs.FinishAsync(runId, false, counts, cancellationToken);
        }

        return counts;
    }

    /// <inheritdoc/>
    Task IPullTrigger.PullSoonAsync(Guid connectionId, TimeSpan budget, CancellationToken cancellationToken) =>
        PullSoonAsync(connectionId, budget, cancellationToken);

    internal async Task PullSoonAsync(Guid connectionId, TimeSpan budget, CancellationToken cancellationToken)
    {
        await store.RequestAsync(connectionId, cancellationToken);
        if (!policy.Enabled)
        {
            return;
        }

        var runId = ids.NewId();
        var counts = await PullAsync(connectionId, false, database.Now + budget, runId, cancellationToken);
        if (counts.Connections > 0)
        {
            await runs.FinishAsync(runId, false, counts, cancellationToken);
        }
    }

    /// <summary>One calendar's trouble is not another's.</summary>
    private async Task<SyncCounts> PullAsync(Guid connectionId, bool full, DateTimeOffset deadline, Guid runId, CancellationToken cancellationToken)
    {
        try
        {
            return (await puller.PullAsync(connectionId, full, deadline, runId, cancellationToken)).Counts;
        }
        catch (NpgsqlException e)
        {
            logger.PullBroke(e, connectionId);
            return new SyncCounts(Connections: 1, Errors: 1);
        }
    }
}
