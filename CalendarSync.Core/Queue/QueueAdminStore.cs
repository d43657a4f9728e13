using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

namespace CalendarSync.Core.Queue;

/// <summary>The queue as people look at it, and the retry by hand.</summary>
internal sealed class QueueAdminStore(Database database)
{
    private const int MostListed = 200;

    private const string Select = """
        SELECT q.id, q.company_id, q.event_id, e.title, r.connection_id, q.action, q.status, r.waits_for, q.error_message, q.attempt_count, q.retry_count,
               q.max_retries, q.created_at, q.changed_at, q.next_attempt_at
          FROM google_calendar_sync_queue q
          LEFT JOIN events e ON e.id = q.event_id
          LEFT JOIN google_calendar_queue_reasons r ON r.id = q.id
        """;

    /// <param name="companyId">Whose.</param>
    /// <param name="status">Null for all that are not in Google yet.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public Task<QueueList> ListAsync(Guid companyId, string? status, CancellationToken cancellationToken)
    {
        const string Items = $"""
            {Select}
             WHERE q.company_id = @companyId AND q.status <> 'completed' AND (@status::text IS NULL OR q.status = @status)
             ORDER BY q.status = 'failed' DESC, q.id LIMIT @most
            """;
        const string Counts = """
            SELECT count(*) FILTER (WHERE q.status = 'pending') AS pending, count(*) FILTER (WHERE q.status = 'processing') AS processing,
                   count(*) FILTER (WHERE q.status = 'failed') AS failed
              FROM google_calendar_sync_queue q WHERE q.company_id = @companyId AND q.status <> 'completed'
            """;
        return database.AtOurTimeAsync(
            async connection =>
            {
                var (pending, processing, failed) = await connection.QuerySingleAsync<(long, long, long)>(
                    new CommandDefinition(Counts, new { companyId }, cancellationToken: cancellationToken));
                var rows = await connection.QueryAsync<QueueAdminRow>(
                    new CommandDefinition(Items, new { companyId, status, most = MostListed }, cancellationToken: cancellationToken));
                return new QueueList(pending, processing, failed, [.. rows.Select(row => row.ToView())]);
            },
            cancellationToken);
    }

    public Task<QueueAdminRow?> FindAsync(long id, CancellationToken cancellationToken) =>
        database.AtOurTimeAsync(
            connection => connection.QuerySingleOrDefaultAsync<QueueAdminRow>(new CommandDefinition($"{Select} WHERE q.id = @id", new { id }, cancellationToken: cancellationToken)),
            cancellationToken);

    /// <summary>The retry by hand: what waits or was given up is due at once, as if it had never been tried.</summary>
    /// <returns>False where it is being sent, or done.</returns>
    public async Task<bool> RetryAsync(long id, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE google_calendar_sync_queue SET status = 'pending', next_attempt_at = @now, retry_count = 0, attempt_count = 0
             WHERE id = @id AND status IN ('pending', 'failed')
            """;
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(Sql, new { id, now = database.Now }, cancellationToken: cancellationToken)) == 1;
    }
}
