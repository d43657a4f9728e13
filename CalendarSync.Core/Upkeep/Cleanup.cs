using CalendarSync.Core.Storage;

using Npgsql;

namespace CalendarSync.Core.Upkeep;

/// <summary>
/// The clean-ups of the runbook, each as long as its setting says. They can run late, twice or side by side: what is gone is gone, and
/// what a run leaves is the next one's.
/// </summary>
public sealed class Cleanup
{
    private readonly CleanupStore store;
    private readonly Database database;
    private readonly CalendarSyncOptions options;
    private readonly SyncPolicy policy;

    internal Cleanup(CleanupStore store, Database database, CalendarSyncOptions options, SyncPolicy policy)
    {
        this.store = store;
        this.database = database;
        this.options = options;
        this.policy = policy;
    }

    /// <summary>Completed queue rows; and of the journal, decided conflicts, runs and notifications what is older than is kept.</summary>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>How many rows were removed.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<int> QueueAsync(CancellationToken cancellationToken)
    {
        var now = database.Now;
        var deadline = now + policy.PassBudget;
        var removed = await store.QueueAsync(TimeSpan.FromDays(options.RetentionQueueDays), cancellationToken);
        removed += await UntilDoneAsync(before => store.JournalAsync(before, cancellationToken), now, options.RetentionJournalDays, deadline);
        removed += await UntilDoneAsync(before => store.ConflictsAsync(before, cancellationToken), now, options.RetentionConflictsDays, deadline);
        removed += await UntilDoneAsync(before => store.RunsAsync(before, cancellationToken), now, options.RetentionRunsDays, deadline);
        removed += await UntilDoneAsync(before => store.NotificationsAsync(before, cancellationToken), now, options.RetentionNotificationsDays, deadline);
        await store.MarksAsync(cancellationToken);
        return removed;
    }

    /// <summary>Push channels that have ended.</summary>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task<int> ChannelsAsync(CancellationToken cancellationToken) => store.ChannelsAsync(cancellationToken);

    private async Task<int> UntilDoneAsync(Func<DateTimeOffset, Task<int>> remove, DateTimeOffset now, int days, DateTimeOffset deadline)
    {
        var all = 0;
        var removed = CleanupStore.Batch;
        while (removed == CleanupStore.Batch && database.Now < deadline)
        {
            removed = await remove(now - TimeSpan.FromDays(days));
            all += removed;
        }

        return all;
    }
}
