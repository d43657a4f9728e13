using Dapper;
using Npgsql;

namespace CalendarSync.Core.Storage;

/// <summary>
/// Mark and sweep of a full listing, set by set and never in memory: what the listing saw is marked, what it did not see and was in
/// step before it began is a deletion.
/// </summary>
internal static class SweepStore
{
    private const string Unmarked = """
        e.google_calendar_id = @calendarId AND e.google_event_id IS NOT NULL AND e.google_event IS NOT NULL
        AND e.google_event ->> 'status' IS DISTINCT FROM 'cancelled'
        AND NOT EXISTS (SELECT FROM google_calendar_listing_marks m WHERE m.listing_id = @listingId AND m.google_event_id = e.google_event_id)
        AND NOT EXISTS (SELECT FROM google_calendar_conflicts k WHERE k.event_id = e.id AND k.status = 'open')
        -- A move of our own whose answer is not known: whoever looks for it will tell.
        AND NOT EXISTS (SELECT FROM google_calendar_writes w WHERE w.event_id = e.id AND w.google_calendar_id <> @calendarId)
        """;

    // Which series are in a bounded range SQL cannot tell: see FindUnseenSeriesAsync.
    private const string Unseen = Unmarked + """
         AND (@past::timestamptz IS NULL OR (e.recurrence IS NULL AND coalesce(e.start_at, e.start_date) >= @past))
        AND (@future::timestamptz IS NULL OR (e.recurrence IS NULL AND coalesce(e.end_at, e.end_date) <= @future))
        """;

    public static async Task MarkAsync(NpgsqlConnection connection, Guid listingId, IReadOnlyCollection<string> googleIds, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO google_calendar_listing_marks (listing_id, google_event_id) SELECT @listingId, unnest(@googleIds) ON CONFLICT DO NOTHING
            """;
        await connection.ExecuteAsync(new CommandDefinition(Sql, new { listingId, googleIds = googleIds.ToArray() }, cancellationToken: cancellationToken));
    }

    /// <summary>Unseen events whose state was stored while the listing ran, or just before: the listing may be older than they are.</summary>
    public static async Task<IReadOnlyList<string>> FindDoubtfulAsync(NpgsqlConnection connection, SweepQuery query, CancellationToken cancellationToken)
    {
        const string Sql = $"SELECT e.google_event_id FROM events e WHERE {Unseen} AND e.last_synced_at >= @settledBefore ORDER BY 1";
        var found = await connection.QueryAsync<string>(new CommandDefinition(Sql, query, cancellationToken: cancellationToken));
        return [.. found];
    }

    /// <summary>Unseen series that were in step before the listing began, wherever they lie.</summary>
    public static async Task<IReadOnlyList<EventRow>> FindUnseenSeriesAsync(NpgsqlConnection connection, SweepQuery query, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT {EventRow.Columns} FROM events e WHERE {Unmarked} AND e.recurrence IS NOT NULL AND e.last_synced_at < @settledBefore ORDER BY e.google_event_id
            """;
        return [.. await connection.QueryAsync<EventRow>(new CommandDefinition(Sql, query, cancellationToken: cancellationToken))];
    }

    public static Task<SweepSize> MeasureAsync(NpgsqlConnection connection, SweepQuery query, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT (SELECT count(*) FROM events e WHERE {Unseen} AND e.last_synced_at < @settledBefore) AS unseen,
                   (SELECT count(*) FROM events e WHERE e.google_calendar_id = @calendarId AND e.google_event_id IS NOT NULL
                       AND e.google_event ->> 'status' IS DISTINCT FROM 'cancelled') AS linked
            """;
        return connection.QuerySingleAsync<SweepSize>(new CommandDefinition(Sql, query, cancellationToken: cancellationToken));
    }

    /// <summary>Unseen rows that the application has written since they were in step, locked.</summary>
    public static async Task<IReadOnlyList<EventRow>> LockWrittenAsync(NpgsqlConnection connection, SweepQuery query, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT {EventRow.Columns} FROM events e
             WHERE {Unseen} AND e.last_synced_at < @settledBefore AND e.version > e.synced_version AND e.deleted_at IS NULL ORDER BY e.id FOR UPDATE
            """;
        return [.. await connection.QueryAsync<EventRow>(new CommandDefinition(Sql, query, cancellationToken: cancellationToken))];
    }

    /// <summary>The application has written the rows, and said nothing by it.</summary>
    public static Task SettleAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "UPDATE events SET synced_version = version WHERE id = ANY(@ids)", new { ids }, cancellationToken: cancellationToken));

    /// <summary>
    /// Deletes what the listing did not see. A row that the application has changed meanwhile stays: it goes back to Google, and the
    /// conflict is recorded.
    /// </summary>
    /// <returns>How many rows were deleted, and how many go back.</returns>
    public static Task<SweepResult> SweepAsync(NpgsqlConnection connection, SweepQuery query, CancellationToken cancellationToken)
    {
        const string Sql = $$"""
            WITH swept AS (
                UPDATE events e
                   SET deleted_at = CASE WHEN e.version > e.synced_version THEN e.deleted_at ELSE coalesce(e.deleted_at, @now) END,
                       status = CASE WHEN e.version > e.synced_version THEN e.status ELSE 'cancelled' END,
                       updated_at = CASE WHEN e.version > e.synced_version THEN e.updated_at ELSE @now END,
                       last_update_source = CASE WHEN e.version > e.synced_version THEN e.last_update_source ELSE 'google' END,
                       last_synced_at = @now,
                       google_etag = NULL,
                       google_event = e.google_event || '{"status": "cancelled"}'
                 WHERE {{Unseen}} AND e.last_synced_at < @settledBefore
                RETURNING e.id, e.company_id, e.google_event_id, e.recurring_event_id, e.title, e.deleted_at, e.version > e.synced_version AS edited),
            told AS (
                INSERT INTO google_calendar_sync_journal (at, run_id, company_id, connection_id, event_id, google_event_id, direction, decision, reason)
                SELECT @now, @runId, s.company_id, @connectionId, s.id, s.google_event_id, 'google_to_app',
                       CASE WHEN s.edited THEN 'kept' ELSE 'deleted' END,
                       CASE WHEN s.edited THEN 'edited_in_app_missing_in_listing' ELSE 'missing_in_listing' END
                  FROM swept s),
            -- An exception that is no hole either, or it would have been listed: its series is looked at by itself.
            checked AS (
                INSERT INTO google_calendar_series_checks (connection_id, google_event_id, asked_at)
                SELECT DISTINCT @connectionId::uuid, s.recurring_event_id, @now FROM swept s WHERE s.recurring_event_id IS NOT NULL
                ON CONFLICT DO NOTHING),
            recorded AS (
                INSERT INTO google_calendar_conflicts (company_id, connection_id, event_id, kind, status, winner, fields, app, created_at, updated_at)
                SELECT s.company_id, @connectionId, s.id, 'delete', 'recorded', 'app', '{}', jsonb_build_object('title', s.title), @now, @now
                  FROM swept s WHERE s.edited AND s.deleted_at IS NULL)
            SELECT count(*) FILTER (WHERE NOT edited) AS deleted, count(*) FILTER (WHERE edited AND deleted_at IS NULL) AS kept FROM swept
            """;
        return connection.QuerySingleAsync<SweepResult>(new CommandDefinition(Sql, query, cancellationToken: cancellationToken));
    }

    /// <summary>The rows stay, and go to Google again: they are taken to be deleted there, and wait in the queue.</summary>
    /// <returns>How many.</returns>
    public static Task<int> GiveBackAsync(NpgsqlConnection connection, SweepQuery query, CancellationToken cancellationToken)
    {
        const string Sql = $$"""
            WITH given AS (
                UPDATE events e
                   SET google_etag = NULL, google_event = e.google_event || '{"status": "cancelled"}', version = e.version + 1, last_synced_at = @now
                 WHERE {{Unseen}} AND e.last_synced_at < @settledBefore AND e.deleted_at IS NULL
                RETURNING e.id, e.company_id, e.user_id, e.google_calendar_id, e.google_event_id)
            INSERT INTO google_calendar_sync_queue AS q
                   (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at, google_calendar_id, google_event_id)
            SELECT g.company_id, g.id, g.user_id, 'update', @now, @now, @now, g.google_calendar_id, g.google_event_id FROM given g
            ON CONFLICT (event_id) WHERE status IN ('pending', 'failed') DO UPDATE
               SET status = 'pending', next_attempt_at = @now, retry_count = 0, attempt_count = 0, error_message = NULL
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, query, cancellationToken: cancellationToken));
    }

    /// <summary>Too much would go at once: nothing is deleted until a person says so.</summary>
    public static Task HoldAsync(NpgsqlConnection connection, SweepQuery query, Guid conflictId, Guid companyId, SweepSize size, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO google_calendar_conflicts AS k (id, company_id, connection_id, kind, status, fields, app, google, created_at, updated_at)
            VALUES (@conflictId, @companyId, @connectionId, 'sweep', 'open', '{}', jsonb_build_object('rows', @linked),
                    jsonb_build_object('missing', @unseen, 'listing_id', @listingId, 'listed_at', @settledBefore), @now, @now)
            ON CONFLICT (connection_id) WHERE status = 'open' AND kind = 'sweep' DO UPDATE
               SET app = EXCLUDED.app, google = EXCLUDED.google, updated_at = EXCLUDED.updated_at
            """;
        var parameters = new DynamicParameters(query);
        parameters.Add("conflictId", conflictId);
        parameters.Add("companyId", companyId);
        parameters.Add("linked", size.Linked);
        parameters.Add("unseen", size.Unseen);
        return connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>The sweep of this calendar that waits for an answer, locked; null where there is none.</summary>
    public static Task<HeldSweep?> FindHeldAsync(NpgsqlConnection connection, Guid connectionId, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT k.id, c.calendar_id, c.time_zone, c.default_reminders::text AS default_reminders, (k.google ->> 'listing_id')::uuid AS listing_id, (k.google ->> 'listed_at')::timestamptz AS listed_at
              FROM google_calendar_conflicts k
              JOIN google_calendar_connections c ON c.id = k.connection_id
             WHERE k.connection_id = @connectionId AND k.kind = 'sweep' AND k.status = 'open'
               FOR UPDATE OF k
            """;
        return connection.QuerySingleOrDefaultAsync<HeldSweep>(new CommandDefinition(Sql, new { connectionId }, cancellationToken: cancellationToken));
    }

    /// <summary>Notes the answer to a held sweep.</summary>
    public static Task ResolveAsync(
        NpgsqlConnection connection, Guid conflictId, string choice, Guid? userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE google_calendar_conflicts
               SET status = 'resolved', choice = @choice, resolved_at = @now, resolved_by = @userId, updated_at = @now
             WHERE id = @conflictId
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, new { conflictId, choice, now, userId }, cancellationToken: cancellationToken));
    }

    public static Task ForgetMarksAsync(NpgsqlConnection connection, Guid listingId, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM google_calendar_listing_marks WHERE listing_id = @listingId", new { listingId }, cancellationToken: cancellationToken));
}
