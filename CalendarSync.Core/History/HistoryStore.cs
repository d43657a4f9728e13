using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

namespace CalendarSync.Core.History;

/// <summary>Reads <c>google_calendar_sync_journal</c> for people.</summary>
internal sealed class HistoryStore(Database database)
{
    private const int Most = 200;

    private const string Columns = "j.id, j.at, j.event_id, j.connection_id, j.direction, j.decision, j.reason, j.before::text AS before, j.after::text AS after";

    /// <summary>The newest decisions about one event of a company.</summary>
    public Task<IReadOnlyList<HistoryRow>> OfEventAsync(Guid companyId, Guid eventId, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT {Columns}, e.title
          FROM google_calendar_sync_journal j
          LEFT JOIN events e ON e.id = j.event_id
         WHERE j.event_id = @eventId AND j.company_id = @companyId
         ORDER BY j.id DESC LIMIT @most
        """,
        new { companyId, eventId, most = Most },
        cancellationToken);

    /// <summary>The newest decisions in a company's calendars: a few from the end of each, however long the journal is.</summary>
    public Task<IReadOnlyList<HistoryRow>> OfCompanyAsync(Guid companyId, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT latest.*, e.title
          FROM google_calendar_connections c
         CROSS JOIN LATERAL (
                SELECT {Columns} FROM google_calendar_sync_journal j WHERE j.connection_id = c.id ORDER BY j.id DESC LIMIT @most) latest
          LEFT JOIN events e ON e.id = latest.event_id
         WHERE c.company_id = @companyId
         ORDER BY latest.id DESC LIMIT @most
        """,
        new { companyId, most = Most },
        cancellationToken);

    private async Task<IReadOnlyList<HistoryRow>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<HistoryRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))];
    }
}
