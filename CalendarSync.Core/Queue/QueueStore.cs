using CalendarSync.Core.Storage;
using Dapper;
using Npgsql;

namespace CalendarSync.Core.Queue;

/// <summary>
/// <c>google_calendar_sync_queue</c>: one state transition per method, one statement per transition. The states are drawn in
/// <c>docs/job-states.md</c>.
/// </summary>
internal sealed class QueueStore(Database database)
{
    /// <summary>Leases last at most this long and are extended while work goes on.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private const string WritableCalendar = $"""
        {Connection.Usable}
        AND c.sync_direction IN ('bidirectional', 'app_to_google')
        AND EXISTS (SELECT FROM google_calendar_grants w
                     WHERE w.id = c.grant_id AND (w.writes_paused_until IS NULL OR w.writes_paused_until <= @now))
        """;

    private const string Ready = """
        r.next_attempt_at <= @now AND NOT r.waits_for_series
        AND NOT EXISTS (SELECT FROM google_calendar_sync_queue busy WHERE busy.event_id = r.event_id AND busy.status = 'processing')
        AND NOT EXISTS (SELECT FROM google_calendar_conflicts k WHERE k.event_id = r.event_id AND k.status = 'open')
        """;

    /// <summary>A worker that died leaves its items behind; they wait again, or give way to a newer change of the same event.</summary>
    public async Task<int> RescueAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE google_calendar_sync_queue q
               SET status = CASE WHEN newer.found THEN 'completed' ELSE 'pending' END,
                   completed_at = CASE WHEN newer.found THEN @now END,
                   error_message = CASE WHEN newer.found THEN 'superseded by a newer change' ELSE 'the worker stopped; tried again' END,
                   attempt_count = q.attempt_count + 1,
                   next_attempt_at = @now,
                   lease_token = NULL,
                   lease_until = NULL
              FROM (SELECT p.id, EXISTS (SELECT FROM google_calendar_sync_queue n
                                          WHERE n.event_id = p.event_id AND n.status IN ('pending', 'failed')) AS found
                      FROM google_calendar_sync_queue p
                     WHERE p.status = 'processing' AND p.lease_until < @now
                       FOR UPDATE OF p SKIP LOCKED) newer
             WHERE q.id = newer.id
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(Sql, new { now = database.Now }, cancellationToken: cancellationToken));
    }

    /// <summary>Writes to each waiting change that cannot be sent now why that is so.</summary>
    public async Task ExplainAsync(CancellationToken cancellationToken)
    {
        // What fails for now keeps the answer that it was given: the time of the next attempt stands beside it.
        const string Sql = """
            UPDATE google_calendar_sync_queue q
               SET error_message = 'waiting: ' || r.waits_for
              FROM google_calendar_queue_reasons_at(@now) r
             WHERE q.id = r.id AND q.status = 'pending' AND r.waits_for <> 'the time of the next attempt'
               AND q.error_message IS DISTINCT FROM 'waiting: ' || r.waits_for
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Sql, new { now = database.Now }, cancellationToken: cancellationToken));
    }

    /// <summary>The calendars that have something to send now.</summary>
    public async Task<IReadOnlyList<Connection>> FindWorkAsync(SyncScope scope, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT {Connection.Columns}
              FROM google_calendar_connections c
             WHERE c.id IN (SELECT r.connection_id FROM google_calendar_queue_routes r
                             WHERE (@companyId::uuid IS NULL OR r.company_id = @companyId) AND {Ready})
               AND {WritableCalendar}
               AND (@companyId::uuid IS NULL OR c.company_id = @companyId)
               AND (@connectionId::uuid IS NULL OR c.id = @connectionId)
               AND (@role::text IS NULL OR c.role = @role)
             ORDER BY c.last_pull_at NULLS FIRST, c.id
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.QueryAsync<Connection>(
            new CommandDefinition(Sql, new { now = database.Now, scope.CompanyId, scope.ConnectionId, scope.Role }, cancellationToken: cancellationToken));
        return [.. found];
    }

    /// <summary>Leases the oldest due changes of a calendar that nobody else holds.</summary>
    public async Task<IReadOnlyList<QueueItem>> ClaimAsync(Connection calendar, Guid leaseToken, int most, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            WITH due AS (
                SELECT q.id
                  FROM google_calendar_sync_queue q
                  JOIN google_calendar_queue_routes r ON r.id = q.id
                  JOIN google_calendar_connections c ON c.id = r.connection_id
                 WHERE q.company_id = @companyId AND q.status = 'pending' AND r.connection_id = @connectionId
                   AND {Ready} AND {WritableCalendar}
                 ORDER BY q.next_attempt_at, q.id
                 LIMIT @most
                   FOR UPDATE OF q SKIP LOCKED)
            UPDATE google_calendar_sync_queue q
               SET status = 'processing', lease_token = @leaseToken, lease_until = @until
              FROM due
             WHERE q.id = due.id
            RETURNING q.id, q.company_id, q.event_id, q.action, q.retry_count, q.max_retries, q.attempt_count, q.changed_at,
                      q.google_calendar_id, q.google_event_id, q.google_etag, q.google_event::text AS google_event, q.google_agreed::text AS google_agreed,
                      q.user_id, q.lease_token
            """;
        var now = database.Now;
        await using var connection = await database.OpenAsync(cancellationToken);
        var claimed = await connection.QueryAsync<QueueItem>(new CommandDefinition(
            Sql,
            new { companyId = calendar.CompanyId, connectionId = calendar.Id, leaseToken, most, now, until = now + Lease },
            cancellationToken: cancellationToken));
        return [.. claimed.OrderBy(i => i.Id)];
    }

    /// <summary>Keeps what is still held; an item whose lease was lost stays lost.</summary>
    public async Task ExtendAsync(Guid leaseToken, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE google_calendar_sync_queue SET lease_until = @until
             WHERE lease_token = @leaseToken AND status = 'processing' AND lease_until >= @now
            """;
        var now = database.Now;
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Sql, new { leaseToken, now, until = now + Lease }, cancellationToken: cancellationToken));
    }

    /// <summary>Done. Part of the transaction that saves the link, so that neither can be without the other.</summary>
    /// <returns>False where the lease was lost: then nothing of this worker may be saved.</returns>
    public static async Task<bool> CompleteAsync(NpgsqlConnection connection, QueueItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE google_calendar_sync_queue
               SET status = 'completed', completed_at = @now, error_message = NULL, lease_token = NULL, lease_until = NULL, google_event = NULL,
                   google_agreed = NULL
             WHERE id = @Id AND status = 'processing' AND lease_token = @LeaseToken AND lease_until >= @now
            """;
        return await connection.ExecuteAsync(new CommandDefinition(Sql, new { item.Id, item.LeaseToken, now }, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>As <see cref="CompleteAsync"/>.</summary>
    /// <exception cref="LeaseLostException">The lease was lost: the transaction must not be committed.</exception>
    public static async Task CompleteOrLoseAsync(NpgsqlConnection connection, QueueItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!await CompleteAsync(connection, item, now, cancellationToken))
        {
            throw new LeaseLostException();
        }
    }

    /// <summary>
    /// The row was deleted for good while its change was on the way: the deletion that waits learns where the event is and
    /// what it looks like now, so that our own write is not taken for somebody's edit.
    /// </summary>
    public static Task RefreshDeletionAsync(NpgsqlConnection connection, EventChange saved, CancellationToken cancellationToken)
    {
        var answer = saved.GoogleEvent is { } json ? System.Text.Encoding.UTF8.GetString(json.Span) : null;
        var agreed = saved.Agreed is { } words ? EventFieldsDocument.Write(words) : null;
        const string Sql = """
            UPDATE google_calendar_sync_queue
               SET google_calendar_id = @CalendarId, google_event_id = @GoogleEventId, google_etag = @Etag, google_event = coalesce(@answer::jsonb, google_event),
                   google_agreed = CASE WHEN @answer::jsonb IS NULL THEN google_agreed ELSE @agreed::jsonb END
             WHERE event_id = @Id AND status IN ('pending', 'failed') AND NOT EXISTS (SELECT FROM events e WHERE e.id = @Id)
            """;
        return connection.ExecuteAsync(new CommandDefinition(
            Sql, new { saved.Id, saved.CalendarId, saved.GoogleEventId, saved.Etag, answer, agreed }, cancellationToken: cancellationToken));
    }

    /// <summary>The deletion has seen Google's event as it is now, which is its base from here on.</summary>
    /// <returns>False where the lease was lost.</returns>
    public static async Task<bool> RebaseDeletionAsync(
        NpgsqlConnection connection, QueueItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE google_calendar_sync_queue SET google_etag = @GoogleEtag, google_event = @GoogleEvent::jsonb, google_agreed = @GoogleAgreed::jsonb
             WHERE id = @Id AND status = 'processing' AND lease_token = @LeaseToken AND lease_until >= @now
            """;
        return await connection.ExecuteAsync(new CommandDefinition(
            Sql, new { item.Id, item.LeaseToken, item.GoogleEtag, item.GoogleEvent, item.GoogleAgreed, now }, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>Still ours? Locks the item, so that it stays so until the transaction ends.</summary>
    public static async Task<bool> HoldAsync(NpgsqlConnection connection, QueueItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT id FROM google_calendar_sync_queue
             WHERE id = @Id AND status = 'processing' AND lease_token = @LeaseToken AND lease_until >= @now
               FOR UPDATE
            """;
        var held = await connection.QueryAsync<long>(new CommandDefinition(Sql, new { item.Id, item.LeaseToken, now }, cancellationToken: cancellationToken));
        return held.Any();
    }

    /// <summary>
    /// Not now: back to waiting, to be parked once answers that look permanent have used up the retries. Where a newer change of the
    /// event waits already, this one is finished.
    /// </summary>
    /// <param name="item">The claimed item.</param>
    /// <param name="at">When to try again, UTC.</param>
    /// <param name="message">Why, without personal data.</param>
    /// <param name="kind">What it counts as.</param>
    /// <param name="nothingWritten">Google is known not to have written: no write is in doubt.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    public async Task RetryAsync(
        QueueItem item, DateTimeOffset at, string message, RetryKind kind, bool nothingWritten, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH forgotten AS (DELETE FROM google_calendar_writes WHERE @nothingWritten AND event_id = @EventId)
            UPDATE google_calendar_sync_queue q
               SET status = CASE WHEN newer.found THEN 'completed' WHEN @park THEN 'failed' ELSE 'pending' END,
                   completed_at = CASE WHEN newer.found THEN @now END,
                   error_message = CASE WHEN newer.found THEN 'superseded by a newer change' ELSE @message END,
                   attempt_count = q.attempt_count + @attempts,
                   retry_count = q.retry_count + @retries,
                   next_attempt_at = @at,
                   lease_token = NULL,
                   lease_until = NULL
              FROM (SELECT EXISTS (SELECT FROM google_calendar_sync_queue n
                                    WHERE n.event_id = @EventId AND n.status IN ('pending', 'failed')) AS found) newer
             WHERE q.id = @Id AND q.status = 'processing' AND q.lease_token = @LeaseToken
            """;
        var retries = kind is RetryKind.LooksPermanent or RetryKind.Refused ? 1 : 0;
        var park = kind == RetryKind.Refused || (retries == 1 && item.RetryCount + 1 >= item.MaxRetries);
        var parameters = new
        {
            item.Id,
            item.EventId,
            item.LeaseToken,
            at,
            message,
            park,
            nothingWritten,
            retries,
            attempts = kind == RetryKind.Released ? 0 : 1,
            now = database.Now,
        };
        await using var connection = await database.OpenAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
        }
        catch (PostgresException e) when (string.Equals(e.SqlState, PostgresErrorCodes.UniqueViolation, StringComparison.Ordinal))
        {
            // A newer change was committed between our look and our write: now it is visible.
            await connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
        }
    }

    /// <summary>Gives back what was claimed and not tried; its announced writes were never sent.</summary>
    public async Task ReleaseAsync(Guid leaseToken, IReadOnlyCollection<long> items, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH released AS (
                UPDATE google_calendar_sync_queue q
                   SET status = CASE WHEN newer.found THEN 'completed' ELSE 'pending' END,
                       completed_at = CASE WHEN newer.found THEN @now END,
                       lease_token = NULL,
                       lease_until = NULL
                  FROM (SELECT p.id, EXISTS (SELECT FROM google_calendar_sync_queue n
                                              WHERE n.event_id = p.event_id AND n.status IN ('pending', 'failed')) AS found
                          FROM google_calendar_sync_queue p
                         WHERE p.id = ANY(@items) AND p.status = 'processing' AND p.lease_token = @leaseToken
                           FOR UPDATE OF p) newer
                 WHERE q.id = newer.id
                RETURNING q.event_id)
            DELETE FROM google_calendar_writes w USING released r WHERE w.event_id = r.event_id
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            Sql, new { leaseToken, items = items.ToArray(), now = database.Now }, cancellationToken: cancellationToken));
    }
}
