using Dapper;
using Npgsql;

namespace CalendarSync.Core.Storage;

/// <summary>
/// <c>google_calendar_series_checks</c>: series of whose exceptions the deltas do not tell all. Google says nothing of holes whose slot a change of times has
/// taken away, and need not say what becomes of exceptions when their series is deleted, or comes back.
/// </summary>
internal sealed class SeriesCheckStore(Database database)
{
    /// <summary>Part of the transaction that stores what made it necessary.</summary>
    public static Task AskAsync(NpgsqlConnection connection, Guid connectionId, string[] seriesIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO google_calendar_series_checks (connection_id, google_event_id, asked_at) SELECT @connectionId, unnest(@seriesIds), @now
            ON CONFLICT (connection_id, google_event_id) DO UPDATE SET asked_at = EXCLUDED.asked_at
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, new { connectionId, seriesIds, now }, cancellationToken: cancellationToken));
    }

    /// <summary>As <see cref="AskAsync"/>, of series that have other slots now: where no exception is known, there is none that could have lost its slot.</summary>
    public static Task AskWhereExceptionsAsync(
        NpgsqlConnection connection, Connection calendar, string[] seriesIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO google_calendar_series_checks (connection_id, google_event_id, asked_at)
            SELECT @Id, i.id, @now
              FROM unnest(@seriesIds) AS i (id)
             WHERE EXISTS (SELECT FROM events x WHERE x.google_calendar_id = @CalendarId AND x.recurring_event_id = i.id)
            ON CONFLICT (connection_id, google_event_id) DO UPDATE SET asked_at = EXCLUDED.asked_at
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, new { calendar.Id, calendar.CalendarId, seriesIds, now }, cancellationToken: cancellationToken));
    }

    /// <summary>What was asked for long enough ago for Google to show it everywhere. Series that are none any more are forgotten.</summary>
    public async Task<IReadOnlyList<(string GoogleEventId, Guid Id, string ICalUid)>> FindAsync(
        Connection calendar, DateTimeOffset askedBefore, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH due AS (
                SELECT k.google_event_id, e.id, e.google_event ->> 'iCalUID' AS uid
                  FROM google_calendar_series_checks k
                  LEFT JOIN events e ON e.google_calendar_id = @CalendarId AND e.google_event_id = k.google_event_id AND e.deleted_at IS NULL
                 WHERE k.connection_id = @Id AND k.asked_at < @askedBefore
                 ORDER BY k.asked_at, k.google_event_id LIMIT 50),
            past AS (
                DELETE FROM google_calendar_series_checks k USING due WHERE k.connection_id = @Id AND k.google_event_id = due.google_event_id AND due.uid IS NULL)
            SELECT due.google_event_id, due.id, due.uid FROM due WHERE due.uid IS NOT NULL
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<(string, Guid, string)>(new CommandDefinition(
            Sql, new { calendar.Id, calendar.CalendarId, askedBefore }, cancellationToken: cancellationToken))];
    }

    /// <summary>
    /// The exceptions that Google does not have any more. Those that nobody edited are deleted; and the slot of whatever is deleted is a hole here, of which Google
    /// is told again: where the series has the slot it becomes one there too. Those that somebody edited go to Google as new ones.
    /// </summary>
    public static Task SettleAsync(
        NpgsqlConnection connection, Guid connectionId, Guid series, string seriesId, string[] listed, DateTimeOffset settledBefore, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH checked AS (
                DELETE FROM google_calendar_series_checks WHERE connection_id = @connectionId AND google_event_id = @seriesId),
            missing AS (
                UPDATE events x
                   SET deleted_at = CASE WHEN x.version = x.synced_version THEN coalesce(x.deleted_at, @now) ELSE x.deleted_at END,
                       status = CASE WHEN x.version = x.synced_version THEN 'cancelled' ELSE x.status END,
                       last_update_source = 'google',
                       google_calendar_id = NULL, google_event_id = NULL, google_etag = NULL, google_event = NULL, google_agreed = NULL, google_updated_at = NULL,
                       recurring_event_id = @seriesId
                 WHERE x.series_id = @series AND x.google_event_id IS NOT NULL AND NOT (x.google_event_id = ANY (@listed)) AND x.last_synced_at < @settledBefore
                   AND (x.original_start_at IS NOT NULL OR x.original_start_date IS NOT NULL)
                RETURNING x.id, x.company_id, x.user_id, x.deleted_at)
            INSERT INTO google_calendar_sync_queue (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at)
            SELECT m.company_id, m.id, m.user_id, CASE WHEN m.deleted_at IS NULL THEN 'create' ELSE 'delete' END, @now, @now, @now FROM missing m ORDER BY m.id
            ON CONFLICT (event_id) WHERE status IN ('pending', 'failed') DO UPDATE
               SET status = 'pending', next_attempt_at = @now, retry_count = 0, attempt_count = 0, error_message = NULL
            """;
        return connection.ExecuteAsync(new CommandDefinition(
            Sql, new { connectionId, series, seriesId, listed, settledBefore, now }, cancellationToken: cancellationToken));
    }
}
