using System.Text.Json.Nodes;

using CalendarSync.Tests.Support;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Scenarios;

/// <summary>The application: it writes SQL to <c>events</c>, at the world's time, and reads what it finds there.</summary>
internal sealed class AppSide(NpgsqlDataSource database, FakeTimeProvider time)
{
    /// <summary>In a transaction of its own.</summary>
    public async Task<T> ExecuteAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await BeginAsync(connection);
        var result = await connection.QuerySingleOrDefaultAsync<T>(sql, parameters);
        await transaction.CommitAsync();
        return result!;
    }

    /// <summary>Tells the triggers what time it is.</summary>
    public Task BeginAsync(NpgsqlConnection connection) =>
        connection.ExecuteAsync("SELECT set_config('calendar_sync.now', @now, true)", new { now = time.GetUtcNow().ToString("O") });

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    /// <summary>The live rows that are linked to a calendar, by Google's id.</summary>
    public async Task<IReadOnlyDictionary<string, Seen>> SeeAsync(string calendarId)
    {
        const string Sql = """
            SELECT google_event_id, nullif(title, ''), nullif(description, ''), nullif(location, ''),
                   CASE WHEN all_day THEN start_date || '/' || end_date
                        ELSE to_char(start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '/' || to_char(end_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') END,
                   CASE WHEN NOT all_day THEN time_zone END, lower(color), status, nullif(visibility, 'default'),
                   nullif(transparency, 'opaque'), reminders::text,
                   coalesce((SELECT string_agg(l, ' ' ORDER BY l COLLATE "C") FROM unnest(recurrence) l), '')
              FROM events WHERE deleted_at IS NULL AND google_calendar_id = @calendarId AND google_event_id IS NOT NULL
            """;
        await using var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("calendarId", calendarId);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new Dictionary<string, Seen>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
            rows.Add(
                reader.GetString(0),
                new Seen(
                    reader.GetString(0), Text(1), Text(2), Text(3), Text(4) ?? "-/-", Text(5), Text(6), reader.GetString(7), Text(8), Text(9),
                    GoogleSide.Reminders(Text(10) is { } json ? JsonNode.Parse(json) : null), reader.GetString(11)));
        }

        return rows;
    }
}
