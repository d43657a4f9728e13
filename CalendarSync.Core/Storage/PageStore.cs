using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CalendarSync.Core.Storage;

/// <summary>
/// What the application knows about the events of a page: a constant number of statements however many there are. Each id is looked up by
/// itself (the <c>OFFSET 0</c> keeps it so): in the middle of an import PostgreSQL has no statistics yet, and would rather read the whole calendar
/// for each page.
/// </summary>
internal sealed class PageStore(Database database)
{
    /// <summary>Without locks: which of the ids are linked, and what state of them is known.</summary>
    public async Task<IReadOnlyDictionary<string, KnownState>> FindKnownAsync(
        string calendarId, string[] googleIds, DateTimeOffset deletedSince, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT e.google_event_id, e.google_etag, e.google_updated_at, e.last_synced_at,
                   e.version > e.synced_version AS edited, false AS deleted_for_good
              FROM unnest(@googleIds) AS i (id)
             CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.google_calendar_id = @calendarId AND e.google_event_id = i.id OFFSET 0) e
            UNION ALL
            (SELECT DISTINCT ON (q.google_event_id) q.google_event_id, q.google_etag, NULL, q.completed_at, false, true
              FROM unnest(@googleIds) AS i (id)
             CROSS JOIN LATERAL (SELECT * FROM google_calendar_sync_queue q WHERE q.action = 'delete' AND q.google_calendar_id = @calendarId AND q.google_event_id = i.id OFFSET 0) q
             WHERE (q.status <> 'completed' OR q.completed_at >= @deletedSince)
               AND NOT EXISTS (SELECT FROM events e WHERE e.google_calendar_id = q.google_calendar_id AND e.google_event_id = q.google_event_id)
               -- Nor is it one that is deleted here and was moved on in Google.
               AND NOT EXISTS (SELECT FROM events e WHERE e.id = q.event_id AND e.google_calendar_id <> q.google_calendar_id)
             -- A deletion that is still to be sent says more than one that was sent before.
             ORDER BY q.google_event_id, q.completed_at DESC NULLS FIRST)
            UNION ALL
            -- Inserts without an answer.
            SELECT w.google_event_id, NULL, NULL, NULL, true, false
              FROM google_calendar_writes w JOIN events e ON e.id = w.event_id
             WHERE w.google_calendar_id = @calendarId AND w.google_event_id = ANY(@googleIds) AND e.google_event_id IS NULL
               AND NOT EXISTS (SELECT FROM events l WHERE l.google_calendar_id = w.google_calendar_id AND l.google_event_id = w.google_event_id)
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var known = await connection.QueryAsync<KnownState>(new CommandDefinition(
            Sql, new { calendarId, googleIds, deletedSince }, cancellationToken: cancellationToken));
        return known.ToDictionary(k => k.GoogleEventId, StringComparer.Ordinal);
    }

    /// <summary>Which of the ids are rows in another calendar of the same account, live or deleted there.</summary>
    public async Task<IReadOnlyList<(string GoogleEventId, string CalendarId, bool Deleted)>> FindElsewhereAsync(
        Connection calendar, string[] googleIds, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT i.id, m.google_calendar_id, coalesce(m.google_event ->> 'status', '') = 'cancelled'
              FROM unnest(@googleIds) AS i (id)
             CROSS JOIN LATERAL (SELECT m.google_calendar_id, m.company_id, m.google_event FROM events m WHERE m.google_event_id = i.id OFFSET 0) m
              JOIN google_calendar_connections c ON c.calendar_id = m.google_calendar_id AND c.grant_id = @grantId
             WHERE m.google_calendar_id <> @calendarId AND m.company_id = @companyId
             ORDER BY 1, 2
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.QueryAsync<(string, string, bool)>(new CommandDefinition(
            Sql,
            new { calendarId = calendar.CalendarId, companyId = calendar.CompanyId, grantId = calendar.GrantId, googleIds },
            cancellationToken: cancellationToken));
        return [.. found];
    }

    /// <summary>
    /// Locks and loads the rows of a page: linked ones, and those whose insert has no answer yet: unlinked ones of the same company whose
    /// own id Google shows, exceptions of the application's whose occurrence Google shows, ones that go to Google again under their next id, and ones that may have been moved here from another calendar.
    /// </summary>
    public static async Task<IReadOnlyList<EventRow>> LockRowsAsync(
        NpgsqlConnection connection, Connection calendar, string[] googleIds, Guid[] ownIds, CancellationToken cancellationToken)
    {
        var slots = googleIds.Select(id => EventIds.TryParseInstance(id, out var series, out var slot) ? (Id: id, Series: series, Slot: slot) : default)
            .Where(s => s.Id is not null).ToList();
        const string Sql = $"""
            SELECT {EventRow.Columns}
              FROM events e
             WHERE e.id = ANY(ARRAY(
                       SELECT l.id
                         FROM unnest(@googleIds) AS i (id)
                        CROSS JOIN LATERAL (SELECT l.id FROM events l WHERE l.google_calendar_id = @calendarId AND l.google_event_id = i.id OFFSET 0) l
                        UNION ALL
                       SELECT o.id
                         FROM unnest(@ownIds) AS i (id)
                        CROSS JOIN LATERAL (SELECT o.id FROM events o WHERE o.id = i.id AND o.company_id = @companyId AND o.google_event_id IS NULL OFFSET 0) o
                        UNION ALL
                       SELECT x.id
                         FROM unnest(@slotIds, @slotSeries, @slotOwn, @slotTimes, @slotDays) AS i (id, series, own, at, day)
                        CROSS JOIN LATERAL (SELECT s.id FROM events s WHERE s.google_calendar_id = @calendarId AND s.google_event_id = i.series
                                            UNION ALL
                                            -- A series whose own insert has no answer yet.
                                            SELECT s.id FROM events s WHERE s.id = i.own AND s.company_id = @companyId AND s.google_event_id IS NULL) s
                        CROSS JOIN LATERAL (SELECT x.id FROM events x
                                             WHERE x.series_id = s.id AND x.google_event_id IS NULL AND (x.original_start_at = i.at OR x.original_start_date = i.day)
                                             ORDER BY x.created_at, x.id LIMIT 1) x
                        WHERE NOT EXISTS (SELECT FROM events l WHERE l.google_calendar_id = @calendarId AND l.google_event_id = i.id)
                        UNION ALL
                       SELECT w.event_id FROM google_calendar_writes w WHERE w.google_calendar_id = @calendarId AND w.google_event_id = ANY(@googleIds)
                        UNION ALL
                       SELECT m.id
                         FROM unnest(@googleIds) AS i (id)
                        CROSS JOIN LATERAL (SELECT m.id, m.google_calendar_id, m.company_id FROM events m WHERE m.google_event_id = i.id OFFSET 0) m
                        WHERE m.google_calendar_id <> @calendarId AND m.company_id = @companyId))
             ORDER BY e.id
               FOR UPDATE
            """;
        var rows = await connection.QueryAsync<EventRow>(new CommandDefinition(
            Sql,
            new
            {
                calendarId = calendar.CalendarId, companyId = calendar.CompanyId, googleIds, ownIds, slotIds = slots.Select(s => s.Id).ToArray(),
                slotSeries = slots.Select(s => s.Series).ToArray(),
                slotOwn = slots.Select(s => EventIds.TryParse(s.Series, out var own, out _) ? own : (Guid?)null).ToArray(), slotTimes = slots.Select(s => s.Slot.At).ToArray(), slotDays = slots.Select(s => s.Slot.Day).ToArray(),
            },
            cancellationToken: cancellationToken));
        return [.. rows.Select(OccurrenceBase.Of)];
    }

    public static async Task<IReadOnlyDictionary<string, PendingWrite>> LoadPendingAsync(
        NpgsqlConnection connection, string calendarId, string[] googleIds, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT w.event_id, w.google_calendar_id, w.google_event_id, w.body::text AS body, w.version
              FROM google_calendar_writes w
             WHERE w.google_event_id = ANY(@googleIds)
               AND (w.google_calendar_id = @calendarId OR EXISTS (SELECT FROM events e WHERE e.id = w.event_id AND e.google_calendar_id = @calendarId))
            """;
        var writes = await connection.QueryAsync<PendingWrite>(new CommandDefinition(
            Sql, new { calendarId, googleIds }, cancellationToken: cancellationToken));
        return writes.ToDictionary(w => w.GoogleEventId, StringComparer.Ordinal);
    }

    /// <summary>In which calendars of the company series are rows, and whether it is this one.</summary>
    public static async Task<List<(string GoogleEventId, Guid Id, bool Here)>> LocateAsync(
        NpgsqlConnection connection, Connection calendar, string[] seriesIds, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT i.id, e.id, e.google_calendar_id = @calendarId
              FROM unnest(@seriesIds) AS i (id)
             CROSS JOIN LATERAL (SELECT e.id, e.google_calendar_id, e.company_id FROM events e WHERE e.google_event_id = i.id OFFSET 0) e
             WHERE e.company_id = @companyId
            """;
        return [.. await connection.QueryAsync<(string, Guid, bool)>(new CommandDefinition(
            Sql, new { calendarId = calendar.CalendarId, companyId = calendar.CompanyId, seriesIds }, cancellationToken: cancellationToken))];
    }

    /// <summary>The rows of the series that a page's exceptions belong to; and of which series the row was deleted for good, so that what is left of them is past.</summary>
    public static async Task<IReadOnlyDictionary<string, (Guid? Id, bool Purged)>> FindSeriesAsync(
        NpgsqlConnection connection, string calendarId, string[] seriesIds, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT i.id, e.id,
                   e.id IS NULL AND EXISTS (SELECT FROM google_calendar_sync_queue q
                                             WHERE q.action = 'delete' AND q.google_calendar_id = @calendarId AND q.google_event_id = i.id AND q.status = 'completed')
              FROM unnest(@seriesIds) AS i (id)
              LEFT JOIN LATERAL (SELECT e.id FROM events e WHERE e.google_calendar_id = @calendarId AND e.google_event_id = i.id OFFSET 0) e ON true
            """;
        var series = await connection.QueryAsync<(string GoogleEventId, Guid? Id, bool Purged)>(new CommandDefinition(
            Sql, new { calendarId, seriesIds }, cancellationToken: cancellationToken));
        return series.ToDictionary(s => s.GoogleEventId, s => (s.Id, s.Purged), StringComparer.Ordinal);
    }

    /// <summary>What is owed to Google waits in the queue. Mostly it does so already; an insert that was withdrawn and turns out to have arrived has nobody to delete it.</summary>
    public static Task OweAsync(NpgsqlConnection connection, Guid[] owed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO google_calendar_sync_queue (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at)
            SELECT e.company_id, e.id, e.user_id, CASE WHEN e.deleted_at IS NULL THEN 'update' ELSE 'delete' END, @now, @now, @now
              FROM events e
             WHERE e.id = ANY(@owed)
               AND NOT EXISTS (SELECT FROM google_calendar_sync_queue q WHERE q.event_id = e.id AND q.status <> 'completed')
             ORDER BY e.id
            ON CONFLICT DO NOTHING
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, new { owed, now }, cancellationToken: cancellationToken));
    }

    /// <summary>Items that could not be read wait here with the reason; a readable state of the same event takes them out again.</summary>
    public static async Task SetAsideAsync(
        NpgsqlConnection connection, Guid connectionId, IReadOnlyList<Google.UnreadableItem> items, string[] readable, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH read_again AS (
                DELETE FROM google_calendar_set_aside WHERE connection_id = @connectionId AND google_event_id = ANY(@readable))
            INSERT INTO google_calendar_set_aside AS s (connection_id, google_event_id, reason, item, seen_at)
            SELECT @connectionId, u.id, u.reason, u.item, @now FROM unnest(@ids, @reasons, @items) AS u (id, reason, item)
            ON CONFLICT (connection_id, google_event_id) DO UPDATE SET reason = EXCLUDED.reason, item = EXCLUDED.item, seen_at = EXCLUDED.seen_at
            """;
        var distinct = items.DistinctBy(i => i.Id, StringComparer.Ordinal).ToList();
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("connectionId", connectionId);
        command.Parameters.AddWithValue("readable", readable);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("ids", distinct.Select(i => i.Id).ToArray());
        command.Parameters.AddWithValue("reasons", distinct.Select(i => i.Reason).ToArray());
        command.Parameters.Add(new NpgsqlParameter("items", NpgsqlDbType.Array | NpgsqlDbType.Jsonb)
        {
            Value = distinct.Select(i => System.Text.Encoding.UTF8.GetString(i.Raw.Span)).ToArray(),
        });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
