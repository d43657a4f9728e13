using CalendarSync.Core.Configuration;
using CalendarSync.Core.Storage;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CalendarSync.Core.Health;

/// <summary>Looks at the database and says whether the sync does its work.</summary>
public sealed partial class HealthCheck
{
    private const string Sql = """
        SELECT (SELECT count(*) FROM google_calendar_connections c WHERE c.enabled AND c.status <> 'disabled')::int AS connections,
               (SELECT count(*) FROM google_calendar_connections c
                 WHERE c.enabled AND c.status <> 'disabled' AND c.sync_direction <> 'app_to_google'
                   AND coalesce(c.last_pull_at, c.created_at) < @oldest)::int AS stale_connections,
               (SELECT count(*) FROM google_calendar_sync_queue q WHERE q.status IN ('pending', 'processing'))::int AS pending_items,
               (SELECT count(*) FROM google_calendar_sync_queue q WHERE q.status = 'failed')::int AS failed_items,
               (SELECT min(q.created_at) FROM google_calendar_sync_queue q WHERE q.status IN ('pending', 'processing')) AS oldest_pending_item,
               (SELECT count(*) FROM google_calendar_webhooks w WHERE w.enabled AND w.expiration_timestamp > @nowMs)::int AS channels_alive,
               (SELECT count(*) FROM google_calendar_grants g WHERE g.status = 'needs_reauth')::int AS accounts_needing_reauth,
               (SELECT count(*) FROM google_calendar_conflicts k WHERE k.status = 'open' AND k.kind = 'sweep')::int AS sweeps_held,
               (SELECT count(*) FROM google_calendar_conflicts k WHERE k.status = 'open' AND k.kind <> 'sweep')::int AS open_conflicts,
               last.finished_at, last.created, last.updated, last.errors
          FROM (SELECT 1) one
          LEFT JOIN LATERAL (SELECT r.finished_at, r.created, r.updated, r.errors FROM google_calendar_sync_runs r
                              ORDER BY r.finished_at DESC LIMIT 1) last ON true
        """;

    private readonly Database database;
    private readonly CalendarSyncOptions options;
    private readonly KeyVaultSecrets secrets;
    private readonly ILogger<HealthCheck> logger;

    internal HealthCheck(Database database, CalendarSyncOptions options, KeyVaultSecrets secrets, ILogger<HealthCheck> logger)
    {
        this.database = database;
        this.options = options;
        this.secrets = secrets;
        this.logger = logger;
    }

    /// <summary>One query. A database that does not answer is an answer too.</summary>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>Never null.</returns>
    public async Task<HealthReport> LookAsync(CancellationToken cancellationToken)
    {
        var now = database.Now;
        var oldest = now - TimeSpan.FromMinutes(options.HealthMaxAgeMinutes);
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            var row = await connection.QuerySingleAsync<Row>(new CommandDefinition(
                Sql, new { oldest, nowMs = now.ToUnixTimeMilliseconds() }, cancellationToken: cancellationToken));
            return row.ToReport() with { SecretsUnreadSince = secrets.FailingSince };
        }
        catch (NpgsqlException e)
        {
            DatabaseAway(logger, e);
            return new HealthReport("unavailable", SecretsUnreadSince: secrets.FailingSince);
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "Health: the database does not answer")]
    private static partial void DatabaseAway(ILogger logger, Exception exception);

    private sealed record Row
    {
        public int Connections { get; init; }

        public int StaleConnections { get; init; }

        public int PendingItems { get; init; }

        public int FailedItems { get; init; }

        public DateTimeOffset? OldestPendingItem { get; init; }

        public int ChannelsAlive { get; init; }

        public int AccountsNeedingReauth { get; init; }

        public int SweepsHeld { get; init; }

        public int OpenConflicts { get; init; }

        public DateTimeOffset? FinishedAt { get; init; }

        public int? Created { get; init; }

        public int? Updated { get; init; }

        public int? Errors { get; init; }

        public HealthReport ToReport() => new(
            StaleConnections == 0 ? "healthy" : "unhealthy",
            FinishedAt is { } at ? new LastSync(at, Created ?? 0, Updated ?? 0, Errors ?? 0) : null,
            Connections,
            StaleConnections,
            PendingItems,
            FailedItems,
            OldestPendingItem,
            ChannelsAlive,
            AccountsNeedingReauth,
            SweepsHeld,
            OpenConflicts);
    }
}
