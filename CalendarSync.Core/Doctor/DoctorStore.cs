using CalendarSync.Core.Storage;

using Dapper;

namespace CalendarSync.Core.Doctor;

/// <summary>What the doctor asks the database, and what it mends there.</summary>
internal sealed partial class DoctorStore(Database database)
{
    // A change that was dropped on purpose is not missed.
    private const string NotQueued = """
        e.version > e.synced_version AND e.company_id IS NOT NULL AND (e.deleted_at IS NULL OR e.google_event_id IS NOT NULL)
        AND NOT EXISTS (SELECT FROM google_calendar_sync_queue q WHERE q.event_id = e.id AND q.status <> 'completed')
        AND NOT EXISTS (SELECT FROM google_calendar_sync_journal j WHERE j.event_id = e.id AND j.decision = 'dropped' AND j.at >= e.updated_at)
        """;

    private const string Retry = """
        UPDATE google_calendar_sync_queue
           SET status = 'pending', next_attempt_at = @now, retry_count = 0, attempt_count = 0
         WHERE status = 'failed' AND (@eventId::uuid IS NULL OR event_id = @eventId)
        """;

    private const string Drop = """
        WITH dropped AS (
            DELETE FROM google_calendar_sync_queue WHERE event_id = @eventId AND status IN ('pending', 'failed') RETURNING company_id, event_id, google_event_id, action)
        INSERT INTO google_calendar_sync_journal (at, run_id, company_id, event_id, google_event_id, direction, decision, reason)
        SELECT @now, @runId, d.company_id, d.event_id, d.google_event_id, 'app_to_google', 'dropped', 'by_hand_' || d.action FROM dropped d
        """;

    private const string Link = """
        UPDATE events e SET google_calendar_id = c.calendar_id
          FROM google_calendar_connections c
         WHERE e.google_event_id IS NOT NULL AND e.google_calendar_id IS NULL AND c.company_id = e.company_id
           AND NOT EXISTS (SELECT FROM google_calendar_connections o WHERE o.company_id = c.company_id AND o.id <> c.id)
           AND NOT EXISTS (SELECT FROM events d WHERE d.google_calendar_id = c.calendar_id AND d.google_event_id = e.google_event_id)
        """;

    private const string Queue = $"""
        INSERT INTO google_calendar_sync_queue (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at, google_calendar_id, google_event_id, google_etag)
        SELECT e.company_id, e.id, e.user_id, CASE WHEN e.deleted_at IS NOT NULL THEN 'delete' WHEN e.google_event_id IS NULL THEN 'create' ELSE 'update' END,
               @now, e.updated_at, @now, e.google_calendar_id, e.google_event_id, e.google_etag
          FROM events e WHERE {NotQueued}
        ON CONFLICT DO NOTHING
        """;

    /// <summary>The lines of one check.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(DoctorCheck check, TimeSpan staleAfter, bool webhooks, CancellationToken cancellationToken)
    {
        var now = database.Now;
        var parameters = new { now, nowMs = now.ToUnixTimeMilliseconds(), stale = now - staleAfter, webhooks };
        return await AtOurTimeAsync<string>(check.Sql, parameters, cancellationToken);
    }

    /// <summary>The story of one event, in words.</summary>
    public Task<IReadOnlyList<StoryLine>> TellAsync(Guid eventId, CancellationToken cancellationToken) =>
        AtOurTimeAsync<StoryLine>("SELECT w.at, w.explanation FROM why_not_synced(@eventId) w ORDER BY w.step", new { eventId }, cancellationToken);

    /// <param name="eventId">Null for all.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>How many changes wait again.</returns>
    public Task<int> RetryAsync(Guid? eventId, CancellationToken cancellationToken) => ExecuteAsync(Retry, new { eventId, now = database.Now }, cancellationToken);

    /// <returns>How many changes of the event will never be sent.</returns>
    public Task<int> DropAsync(Guid eventId, Guid runId, CancellationToken cancellationToken) =>
        ExecuteAsync(Drop, new { eventId, runId, now = database.Now }, cancellationToken);

    public Task<int> QueueAsync(CancellationToken cancellationToken) => ExecuteAsync(Queue, new { now = database.Now }, cancellationToken);

    public Task<int> LinkAsync(CancellationToken cancellationToken) =>
        database.InTransactionAsync(connection => connection.ExecuteAsync(new CommandDefinition(Link, cancellationToken: cancellationToken)), cancellationToken);

    /// <summary>Calendars that can be asked now.</summary>
    public async Task<IReadOnlyList<Connection>> FindCalendarsAsync(CancellationToken cancellationToken)
    {
        const string Sql = $"SELECT {Connection.Columns} FROM google_calendar_connections c WHERE {Connection.Usable} ORDER BY c.created_at, c.id";
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<Connection>(new CommandDefinition(Sql, new { now = database.Now }, cancellationToken: cancellationToken))];
    }

    /// <summary>Ids of the calendars that somebody has connected, also of those that cannot be asked now.</summary>
    public async Task<IReadOnlyList<string>> FindConnectedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT calendar_id FROM google_calendar_connections WHERE status <> 'disabled' ORDER BY 1", cancellationToken: cancellationToken))];
    }

    /// <summary>What the rows of a calendar hold of Google, by Google's id.</summary>
    public async Task<IReadOnlyDictionary<string, LinkedRow>> FindLinkedAsync(string calendarId, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT e.id, e.google_event_id, e.google_etag, e.google_event IS NOT NULL AND e.google_event ->> 'status' IS DISTINCT FROM 'cancelled' AS lives,
                   e.recurrence IS NOT NULL AS is_series, coalesce(e.start_at, e.start_date::timestamptz) AS starts, coalesce(e.end_at, e.end_date::timestamptz) AS ends,
                   e.version > e.synced_version OR EXISTS (SELECT FROM google_calendar_sync_queue q WHERE q.event_id = e.id AND q.status <> 'completed')
                   OR EXISTS (SELECT FROM google_calendar_conflicts k WHERE k.event_id = e.id AND k.status = 'open') AS is_busy
              FROM events e WHERE e.google_calendar_id = @calendarId AND e.google_event_id IS NOT NULL
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<LinkedRow>(new CommandDefinition(Sql, new { calendarId }, cancellationToken: cancellationToken));
        return rows.GroupBy(r => r.GoogleEventId, StringComparer.Ordinal).ToDictionary(r => r.Key, r => r.First(), StringComparer.Ordinal);
    }

    /// <summary>Ids that were set aside, and those that a deletion for good is about.</summary>
    public async Task<IReadOnlySet<string>> FindExcusedAsync(Connection calendar, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT s.google_event_id FROM google_calendar_set_aside s WHERE s.connection_id = @Id
            UNION SELECT q.google_event_id FROM google_calendar_sync_queue q
                   WHERE q.google_calendar_id = @CalendarId AND q.google_event_id IS NOT NULL AND q.status <> 'completed'
            UNION SELECT w.google_event_id FROM google_calendar_writes w WHERE w.google_calendar_id = @CalendarId
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var ids = await connection.QueryAsync<string>(new CommandDefinition(Sql, new { calendar.Id, calendar.CalendarId }, cancellationToken: cancellationToken));
        return ids.ToHashSet(StringComparer.Ordinal);
    }

    private Task<IReadOnlyList<T>> AtOurTimeAsync<T>(string sql, object parameters, CancellationToken cancellationToken) =>
        database.AtOurTimeAsync<IReadOnlyList<T>>(
            async connection => [.. await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))], cancellationToken);

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
