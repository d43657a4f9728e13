using CalendarSync.Core.Google;
using Dapper;
using Npgsql;

namespace CalendarSync.Core.Storage;

/// <summary>What becomes of the exceptions of a series when the series dies, moves or comes back. Each is part of the transaction that stores the change of the series.</summary>
internal static class SeriesStore
{
    /// <summary>
    /// Exceptions that came before their series find it now; exceptions of a series that died on both sides, or whose row is gone, and that nobody edited,
    /// die with it: Google need not say so of each.
    /// </summary>
    public static Task SettleAsync(NpgsqlConnection connection, string calendarId, string[] masters, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE events x
               SET series_id = coalesce(s.id, x.series_id),
                   deleted_at = CASE WHEN s.died AND x.version = x.synced_version THEN coalesce(x.deleted_at, @now) ELSE x.deleted_at END,
                   status = CASE WHEN s.died AND x.version = x.synced_version THEN 'cancelled' ELSE x.status END,
                   google_event = CASE WHEN s.died AND x.version = x.synced_version THEN x.google_event || '{"status": "cancelled"}' ELSE x.google_event END,
                   last_update_source = 'google'
              FROM (SELECT m.id AS google_event_id, e.id, e.id IS NULL OR (e.deleted_at IS NOT NULL AND e.google_event ->> 'status' = 'cancelled') AS died
                      FROM unnest(@masters) AS m (id)
                      LEFT JOIN events e ON e.google_calendar_id = @calendarId AND e.google_event_id = m.id) s
             WHERE x.google_calendar_id = @calendarId AND x.recurring_event_id = s.google_event_id
               AND (x.series_id IS DISTINCT FROM coalesce(s.id, x.series_id) OR (s.died AND x.deleted_at IS NULL AND x.version = x.synced_version))
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, new { calendarId, masters, now }, cancellationToken: cancellationToken));
    }

    /// <summary>The exceptions of series that have come to a calendar are there too, and go by its role, unless they have one of their own.</summary>
    public static Task FollowAsync(NpgsqlConnection connection, string calendarId, string[] seriesIds, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE events x
               SET google_calendar_id = @calendarId,
                   role = CASE WHEN x.role IS NOT DISTINCT FROM (SELECT c.role FROM google_calendar_connections c WHERE c.calendar_id = x.google_calendar_id)
                               THEN (SELECT c.role FROM google_calendar_connections c WHERE c.calendar_id = @calendarId) ELSE x.role END
              FROM events s
             WHERE s.google_calendar_id = @calendarId AND s.google_event_id = ANY(@seriesIds)
               AND x.series_id = s.id AND x.recurring_event_id = s.google_event_id AND x.google_calendar_id <> @calendarId
               AND NOT EXISTS (SELECT FROM events o WHERE o.google_calendar_id = @calendarId AND o.google_event_id = x.google_event_id)
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, new { calendarId, seriesIds }, cancellationToken: cancellationToken));
    }

    /// <summary>A person has brought series back to life: exceptions of the application's that had nowhere to go meanwhile go now.</summary>
    public static Task SendExceptionsAsync(NpgsqlConnection connection, string calendarId, string[] masters, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO google_calendar_sync_queue AS q (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at)
            SELECT x.company_id, x.id, x.user_id, CASE WHEN x.deleted_at IS NULL THEN 'create' ELSE 'delete' END, @now, @now, @now
              FROM events s JOIN events x ON x.series_id = s.id
             WHERE s.google_calendar_id = @calendarId AND s.google_event_id = ANY(@masters) AND (x.google_event_id IS NULL OR x.version > x.synced_version)
               AND (x.original_start_at IS NOT NULL OR x.original_start_date IS NOT NULL)
             ORDER BY x.id
            ON CONFLICT (event_id) WHERE status IN ('pending', 'failed') DO UPDATE
               SET status = 'pending', next_attempt_at = @now, retry_count = 0, attempt_count = 0, error_message = NULL
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, new { calendarId, masters, now }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// The application has brought a series back to life. Whether Google still knows of its holes, or has them under an id that is past, nobody says: they
    /// are sent again, and so are other exceptions that Google had under that id.
    /// </summary>
    public static Task SendExceptionsAgainAsync(
        NpgsqlConnection connection, Guid series, string seriesId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH again AS (
                UPDATE events x
                   SET google_calendar_id = NULL, google_event_id = NULL, google_etag = NULL, google_event = NULL, google_agreed = NULL, google_updated_at = NULL,
                       recurring_event_id = @seriesId
                 WHERE x.series_id = @series AND (x.original_start_at IS NOT NULL OR x.original_start_date IS NOT NULL)
                   AND (x.deleted_at IS NOT NULL OR x.recurring_event_id IS DISTINCT FROM @seriesId)
                RETURNING x.id, x.company_id, x.user_id, x.deleted_at),
            -- A write that is in doubt under a former id is past.
            past AS (
                DELETE FROM google_calendar_writes w USING again a WHERE w.event_id = a.id AND NOT starts_with(w.google_event_id, @seriesId || '_'))
            INSERT INTO google_calendar_sync_queue (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at)
            SELECT a.company_id, a.id, a.user_id, CASE WHEN a.deleted_at IS NULL THEN 'create' ELSE 'delete' END, @now, @now, @now FROM again a ORDER BY a.id
            ON CONFLICT (event_id) WHERE status IN ('pending', 'failed') DO UPDATE
               SET status = 'pending', next_attempt_at = @now, retry_count = 0, attempt_count = 0, error_message = NULL
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, new { series, seriesId, now }, cancellationToken: cancellationToken));
    }

    /// <summary>The series of which no row stands for an occurrence.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="calendarId">Google's calendar.</param>
    /// <param name="seriesId">Google's id of the series.</param>
    /// <param name="slot">Which occurrence.</param>
    /// <param name="id">The row that is missing.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    /// <returns>The series' row; null where there is none, or a row for the slot.</returns>
    public static Task<Guid?> FindWithoutAsync(
        NpgsqlConnection connection, string calendarId, string seriesId, OriginalSlot slot, Guid id, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT s.id FROM events s
             WHERE s.google_calendar_id = @calendarId AND s.google_event_id = @seriesId
               AND NOT EXISTS (SELECT FROM events e WHERE e.id = @id)
               AND NOT EXISTS (SELECT FROM events x WHERE x.series_id = s.id AND (x.original_start_at = @At OR x.original_start_date = @Day))
            """;
        return connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            Sql, new { calendarId, seriesId, slot.At, slot.Day, id }, cancellationToken: cancellationToken));
    }
}
