using CalendarSync.Core.Storage;

using Dapper;

namespace CalendarSync.Core.Upkeep;

/// <summary>Removes what has been kept long enough, a batch at a time, so that no statement holds anybody up for long.</summary>
internal sealed class CleanupStore(Database database)
{
    /// <summary>Rows that one statement removes at most.</summary>
    public const int Batch = 10_000;

    // The oldest first, which the keys give: they grow with time.
    private const string Journal = """
        DELETE FROM google_calendar_sync_journal WHERE id IN (
            SELECT j.id FROM google_calendar_sync_journal j WHERE j.at < @before ORDER BY j.id LIMIT @batch)
        """;

    // An open question is never forgotten.
    private const string Conflicts = """
        DELETE FROM google_calendar_conflicts WHERE id IN (
            SELECT k.id FROM google_calendar_conflicts k WHERE k.status <> 'open' AND k.updated_at < @before LIMIT @batch)
        """;

    private const string Runs = """
        DELETE FROM google_calendar_sync_runs WHERE run_id IN (
            SELECT r.run_id FROM google_calendar_sync_runs r WHERE r.finished_at < @before LIMIT @batch)
        """;

    private const string Notifications = """
        DELETE FROM google_calendar_notifications WHERE id IN (
            SELECT n.id FROM google_calendar_notifications n WHERE n.created_at < @before ORDER BY n.id LIMIT @batch)
        """;

    // Marks of a listing that nobody continues and no held sweep refers to.
    private const string Marks = """
        DELETE FROM google_calendar_listing_marks m
         WHERE NOT EXISTS (SELECT FROM google_calendar_connections c WHERE c.listing_id = m.listing_id)
           AND NOT EXISTS (SELECT FROM google_calendar_conflicts k
                            WHERE k.kind = 'sweep' AND k.status = 'open' AND k.google ->> 'listing_id' = m.listing_id::text)
        """;

    public Task<int> QueueAsync(TimeSpan keep, CancellationToken cancellationToken) =>
        CallAsync("SELECT cleanup_google_calendar_sync_queue(@keep)", keep, cancellationToken);

    public Task<int> ChannelsAsync(CancellationToken cancellationToken) =>
        CallAsync("SELECT cleanup_expired_google_webhooks()", TimeSpan.Zero, cancellationToken);

    public Task<int> JournalAsync(DateTimeOffset before, CancellationToken cancellationToken) => RemoveAsync(Journal, before, cancellationToken);

    public Task<int> ConflictsAsync(DateTimeOffset before, CancellationToken cancellationToken) => RemoveAsync(Conflicts, before, cancellationToken);

    public Task<int> RunsAsync(DateTimeOffset before, CancellationToken cancellationToken) => RemoveAsync(Runs, before, cancellationToken);

    /// <summary>Also those that were never sent: nobody wants to hear of something that long ago.</summary>
    public Task<int> NotificationsAsync(DateTimeOffset before, CancellationToken cancellationToken) => RemoveAsync(Notifications, before, cancellationToken);

    public async Task MarksAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Marks, cancellationToken: cancellationToken));
    }

    private async Task<int> RemoveAsync(string sql, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, new { before, batch = Batch }, cancellationToken: cancellationToken));
    }

    /// <summary>The runbook's functions, at the engine's time.</summary>
    private Task<int> CallAsync(string function, TimeSpan keep, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    "SELECT set_config('calendar_sync.now', @now, true)", new { now = database.Now.ToString("O") }, cancellationToken: cancellationToken));
                return await connection.QuerySingleAsync<int>(new CommandDefinition(function, new { keep }, cancellationToken: cancellationToken));
            },
            cancellationToken);
}
