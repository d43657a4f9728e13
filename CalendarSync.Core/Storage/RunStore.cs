using CalendarSync.Core.Telemetry;
using Dapper;

namespace CalendarSync.Core.Storage;

/// <summary>Keeps what each run did, in <c>google_calendar_sync_runs</c>.</summary>
internal sealed class RunStore(Database database)
{
    public async Task FinishAsync(Guid runId, bool fromApp, SyncCounts counts, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO google_calendar_sync_runs (run_id, direction, finished_at, connections, created, updated, deleted, conflicts, errors)
            VALUES (@runId, @direction, @now, @Connections, @Created, @Updated, @Deleted, @Conflicts, @Errors)
            """;
        var parameters = new
        {
            runId,
            direction = fromApp ? "app_to_google" : "google_to_app",
            now = database.Now,
            counts.Connections,
            counts.Created,
            counts.Updated,
            counts.Deleted,
            counts.Conflicts,
            counts.Errors,
        };
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
        SyncTelemetry.Changes(fromApp, counts);
    }
}
