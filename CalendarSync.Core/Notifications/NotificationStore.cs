using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

using NpgsqlTypes;

namespace CalendarSync.Core.Notifications;

/// <summary>
/// <c>google_calendar_notifications</c>, the outbox: rows are written with what they tell, leased while they are sent, and keep no text afterwards.
/// </summary>
internal sealed class NotificationStore(Database database)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private const string Waiting = "waiting: Telegram asks for time";

    private const string Blanked = "n.payload - 'before' - 'after'";

    private const string Due = """
        n.status = 'pending' AND n.next_attempt_at <= @now AND (n.lease_until IS NULL OR n.lease_until < @now)
        AND (@company::uuid IS NULL OR n.company_id IS NULL OR n.company_id = @company)
        """;

    /// <summary>In the transaction of what is told. An event that came into being is told once, whoever found out first.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<Notice> notices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO google_calendar_notifications (company_id, kind, dedupe_key, payload, next_attempt_at, created_at)
            SELECT u.company_id, u.kind, CASE WHEN u.kind = 'event_created' THEN concat_ws(':', u.kind, u.event_id) END,
                   jsonb_strip_nulls(jsonb_build_object('event_id', u.event_id, 'before', u.before, 'after', u.after)), @now, @now
              FROM unnest(@companies, @kinds, @events, @befores, @afters) AS u (company_id, kind, event_id, before, after)
            ON CONFLICT (dedupe_key) DO NOTHING
            """;
        var columns = new ColumnArrays<Notice>(notices);
        columns.Add("companies", NpgsqlDbType.Uuid, n => n.CompanyId);
        columns.Add("kinds", NpgsqlDbType.Text, n => n.Kind);
        columns.Add("events", NpgsqlDbType.Uuid, n => n.EventId);
        columns.Add("befores", NpgsqlDbType.Jsonb, n => n.Before);
        columns.Add("afters", NpgsqlDbType.Jsonb, n => n.After);
        await columns.ExecuteAsync(connection, Sql, now, cancellationToken);
    }

    public static Task WriteDailyAsync(
        NpgsqlConnection connection, Guid? company, DateTimeOffset startedAt, SyncCounts counts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO google_calendar_notifications (company_id, kind, dedupe_key, payload, next_attempt_at, created_at)
            VALUES (@company, 'daily_result',
                    concat_ws(':', 'daily_result', @company, to_char(@startedAt AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI'), CASE WHEN @Errors > 0 THEN 'failed' END),
                    jsonb_build_object('connections', @Connections, 'created', @Created, 'updated', @Updated, 'deleted', @Deleted,
                                       'conflicts', @Conflicts, 'errors', @Errors), @now, @now)
            ON CONFLICT (dedupe_key) DO NOTHING
            """;
        var parameters = new { company, startedAt, counts.Connections, counts.Created, counts.Updated, counts.Deleted, counts.Conflicts, counts.Errors, now };
        return connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>Leases the next message that is due; null where none is, or where Telegram asked for time that is not over.</summary>
    public async Task<Notification?> ClaimAsync(Guid lease, Guid? company, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            UPDATE google_calendar_notifications n SET lease_token = @lease, lease_until = @until
             WHERE n.id = (SELECT n.id FROM google_calendar_notifications n
                            WHERE {Due}
                              AND NOT EXISTS (SELECT FROM google_calendar_notifications h
                                               WHERE h.status = 'pending' AND h.error_message = '{Waiting}' AND h.next_attempt_at > @now)
                            ORDER BY n.next_attempt_at, n.id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING n.id, n.company_id, n.kind, n.payload::text AS payload, n.attempt_count, n.created_at
            """;
        var now = database.Now;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Notification>(new CommandDefinition(
            Sql, new { lease, now, until = now + Lease, company }, cancellationToken: cancellationToken));
    }

    /// <summary>Leases the others of this kind too, where there are more of them than a person wants to read one by one.</summary>
    /// <returns>How many are leased now; one where only the first is.</returns>
    public async Task<int> ClaimLikeAsync(Notification first, Guid lease, int readable, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            WITH alike AS (
                SELECT n.id FROM google_calendar_notifications n
                 WHERE {Due} AND n.kind = @Kind AND n.company_id IS NOT DISTINCT FROM @CompanyId
                   FOR UPDATE SKIP LOCKED)
            UPDATE google_calendar_notifications n SET lease_token = @lease, lease_until = @until
              FROM alike WHERE n.id = alike.id AND (SELECT count(*) FROM alike) >= @readable
            """;
        var now = database.Now;
        await using var connection = await database.OpenAsync(cancellationToken);
        return 1 + await connection.ExecuteAsync(new CommandDefinition(
            Sql, new { lease, now, until = now + Lease, company = first.CompanyId, first.Kind, first.CompanyId, readable }, cancellationToken: cancellationToken));
    }

    /// <summary>Telegram has it.</summary>
    public Task SentAsync(Guid lease, CancellationToken cancellationToken) => EndAsync(
        $"""
        UPDATE google_calendar_notifications n
           SET status = 'sent', sent_at = @now, error_message = NULL, payload = {Blanked}, lease_token = NULL, lease_until = NULL
         WHERE n.lease_token = @lease AND n.status = 'pending'
        """,
        new { lease, now = database.Now },
        cancellationToken);

    /// <summary>There is nothing to tell any more.</summary>
    public Task DropAsync(Guid lease, CancellationToken cancellationToken) => EndAsync(
        "DELETE FROM google_calendar_notifications WHERE lease_token = @lease AND status = 'pending'", new { lease }, cancellationToken);

    /// <summary>Not now.</summary>
    public Task RetryAsync(Guid lease, DateTimeOffset at, string reason, bool everybodyWaits, CancellationToken cancellationToken) => EndAsync(
        """
        UPDATE google_calendar_notifications n
           SET next_attempt_at = @at, error_message = @reason, attempt_count = n.attempt_count + 1, lease_token = NULL, lease_until = NULL
         WHERE n.lease_token = @lease AND n.status = 'pending'
        """,
        new { lease, at, reason = everybodyWaits ? Waiting : reason },
        cancellationToken);

    /// <summary>Telegram will never take it.</summary>
    public Task ParkAsync(Guid lease, string reason, CancellationToken cancellationToken) => EndAsync(
        $"""
        UPDATE google_calendar_notifications n
           SET status = 'failed', error_message = @reason, attempt_count = n.attempt_count + 1, payload = {Blanked}, lease_token = NULL, lease_until = NULL
         WHERE n.lease_token = @lease AND n.status = 'pending'
        """,
        new { lease, reason },
        cancellationToken);

    private async Task EndAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
