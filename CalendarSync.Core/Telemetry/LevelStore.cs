using CalendarSync.Core.Storage;

using Dapper;

namespace CalendarSync.Core.Telemetry;

/// <summary>Reads the levels, at the end of timer runs and only where somebody listens.</summary>
internal sealed class LevelStore(Database database)
{
    public async Task<Levels> ReadAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT count(*) FILTER (WHERE q.status = 'pending') AS pending,
                   count(*) FILTER (WHERE q.status = 'processing') AS processing,
                   count(*) FILTER (WHERE q.status = 'failed') AS failed,
                   coalesce(extract(epoch FROM @now - min(q.created_at) FILTER (WHERE q.status <> 'failed')), 0)::float8 AS oldest_seconds,
                   (SELECT count(*) FROM google_calendar_conflicts k WHERE k.status = 'open') AS open_conflicts,
                   channels.alive AS channels_alive, coalesce(channels.oldest, 0)::float8 AS oldest_channel_seconds
              FROM (SELECT count(*) AS alive, extract(epoch FROM @now - min(w.created_at)) AS oldest
                      FROM google_calendar_webhooks w WHERE w.enabled AND w.expiration_timestamp > @nowMs) channels
              LEFT JOIN google_calendar_sync_queue q ON q.status <> 'completed'
             GROUP BY channels.alive, channels.oldest
            """;
        var now = database.Now;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<Levels>(new CommandDefinition(Sql, new { now, nowMs = now.ToUnixTimeMilliseconds() }, cancellationToken: cancellationToken));
    }
}
