using CalendarSync.Core.Storage;

using Dapper;

namespace CalendarSync.Core.Doctor;

/// <summary>Finds what can be undone.</summary>
internal sealed class UndoStore(Database database)
{
    // More at once should be a restored backup.
    private const int Most = 10_000;

    /// <summary>The newest first, one event's lines together.</summary>
    public async Task<IReadOnlyList<UndoEntry>> FindAsync(UndoScope scope, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT j.event_id, j.company_id, j.decision, j.before::text AS before, j.after::text AS after
              FROM google_calendar_sync_journal j
             WHERE j.direction = 'google_to_app' AND j.event_id IS NOT NULL AND j.decision IN ('created', 'updated', 'deleted', 'revived')
               AND (@RunId::uuid IS NULL OR j.run_id = @RunId) AND (@EventId::uuid IS NULL OR j.event_id = @EventId)
               AND (@Since::timestamptz IS NULL OR j.at >= @Since)
               AND NOT EXISTS (SELECT FROM google_calendar_sync_journal u WHERE u.event_id = j.event_id AND u.decision = 'undone' AND u.id > j.id)
             ORDER BY j.event_id, j.id DESC LIMIT @most
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<UndoEntry>(new CommandDefinition(
            Sql, new { scope.RunId, scope.EventId, scope.Since, most = Most }, cancellationToken: cancellationToken))];
    }
}
