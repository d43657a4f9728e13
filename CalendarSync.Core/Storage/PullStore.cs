using Dapper;
using Npgsql;

namespace CalendarSync.Core.Storage;

/// <summary>Where the pull of each calendar stands: its lease, its tokens, its full listing under way.</summary>
internal sealed class PullStore(Database database)
{
    /// <summary>Leases last at most this long and are extended with every page.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Failed passes in a row that somebody is told about.</summary>
    public const int AlertAfter = 3;

    private const string Readable = $"""
        {Connection.Usable} AND c.sync_direction IN ('bidirectional', 'google_to_app')
        """;

    /// <summary>The calendars that Google's changes may come from.</summary>
    public async Task<IReadOnlyList<Guid>> FindAsync(SyncScope scope, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT c.id FROM google_calendar_connections c
             WHERE {Readable}
               AND (@companyId::uuid IS NULL OR c.company_id = @companyId)
               AND (@connectionId::uuid IS NULL OR c.id = @connectionId)
               AND (@role::text IS NULL OR c.role = @role)
             ORDER BY c.last_pull_at NULLS FIRST, c.id
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.QueryAsync<Guid>(new CommandDefinition(
            Sql, new { scope.CompanyId, scope.ConnectionId, scope.Role, now = database.Now }, cancellationToken: cancellationToken));
        return [.. found];
    }

    /// <summary>
    /// The calendars that nobody pulls now and of which nobody will tell: without a living channel and not pulled since; and those with a request that
    /// was not answered. One that fails is left to the full pass.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> FindUnheardAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT c.id FROM google_calendar_connections c
             WHERE {Readable} AND (c.lease_until IS NULL OR c.lease_until < @now) AND c.failed_passes = 0
               AND (c.pull_requested_at IS NOT NULL
                    OR (coalesce(c.last_pull_at, c.created_at) < @before
                        AND NOT EXISTS (SELECT FROM google_calendar_webhooks w
                                         WHERE w.connection_id = c.id AND w.enabled AND w.expiration_timestamp > @nowMs)))
             ORDER BY c.last_pull_at NULLS FIRST, c.id
            """;
        var now = database.Now;
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.QueryAsync<Guid>(new CommandDefinition(
            Sql, new { now, nowMs = now.ToUnixTimeMilliseconds(), before }, cancellationToken: cancellationToken));
        return [.. found];
    }

    /// <summary>Makes this worker the only one that pulls the calendar.</summary>
    /// <returns>Null where somebody else pulls it, or it must not be pulled.</returns>
    public async Task<Connection?> AcquireAsync(Guid connectionId, Guid leaseToken, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            UPDATE google_calendar_connections c
               SET lease_token = @leaseToken, lease_until = @until
             WHERE c.id = @connectionId AND {Readable} AND (c.lease_until IS NULL OR c.lease_until < @now)
            RETURNING {Connection.Columns}
            """;
        var now = database.Now;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Connection>(new CommandDefinition(
            Sql, new { connectionId, leaseToken, now, until = now + Lease }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Ends the turn of who holds the lease. Where another pull was asked for since this one began, the lease stays and the pull goes on. Who asked may have
    /// another clock than who pulls: requests are told apart, not dated.
    /// </summary>
    /// <param name="connectionId">Which calendar.</param>
    /// <param name="leaseToken">Who.</param>
    /// <param name="answered">The request that stood when the pull began; null where there was none, or where it is not answered.</param>
    /// <param name="mayGoOn">Whether the pull can go on.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    /// <returns>The request that has to be answered next; null where the turn has ended.</returns>
    public async Task<DateTimeOffset?> ReleaseAsync(
        Guid connectionId, Guid leaseToken, DateTimeOffset? answered, bool mayGoOn, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH released AS (
                UPDATE google_calendar_connections
                   SET lease_token = NULL, lease_until = NULL,
                       pull_requested_at = CASE WHEN pull_requested_at = @answered THEN NULL ELSE pull_requested_at END
                 WHERE id = @connectionId AND lease_token = @leaseToken
                   AND NOT (@mayGoOn AND pull_requested_at IS NOT NULL AND pull_requested_at IS DISTINCT FROM @answered)
                RETURNING id)
            SELECT c.pull_requested_at FROM google_calendar_connections c
             WHERE c.id = @connectionId AND c.lease_token = @leaseToken AND @mayGoOn AND NOT EXISTS (SELECT FROM released)
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DateTimeOffset?>(new CommandDefinition(
            Sql, new { connectionId, leaseToken, answered, mayGoOn }, cancellationToken: cancellationToken));
    }

    /// <summary>Forgets the token and begins a full listing. Rows that may have to be swept make it mark what it sees.</summary>
    public async Task<Connection> BeginListingAsync(Guid connectionId, Guid leaseToken, Guid listingId, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            WITH old AS (DELETE FROM google_calendar_listing_marks m USING google_calendar_connections o
                          WHERE o.id = @connectionId AND m.listing_id = o.listing_id)
            UPDATE google_calendar_connections c
               SET sync_token = NULL, page_token = NULL, listing_id = @listingId, listing_started_at = @now, listing_items = 0,
                   listing_marks = EXISTS (SELECT FROM events e WHERE e.google_calendar_id = c.calendar_id AND e.google_event_id IS NOT NULL)
             WHERE c.id = @connectionId AND c.lease_token = @leaseToken AND c.lease_until >= @now
            RETURNING {Connection.Columns}
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Connection>(new CommandDefinition(
            Sql, new { connectionId, leaseToken, listingId, now = database.Now }, cancellationToken: cancellationToken))
            ?? throw new Queue.LeaseLostException();
    }

    /// <summary>How far the pull has come: part of the transaction that applies the page, so that the token never runs ahead of the data.</summary>
    /// <returns>False where the lease was lost or the calendar was disconnected: then nothing of the page may be saved.</returns>
    public static async Task<bool> AdvanceAsync(
        NpgsqlConnection connection, Guid connectionId, Guid leaseToken, PullProgress progress, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH was AS (SELECT c.id, c.company_id, c.failed_passes FROM google_calendar_connections c WHERE c.id = @connectionId),
            moved AS (UPDATE google_calendar_connections
               SET lease_until = @until,
                   page_token = @PageToken,
                   sync_token = coalesce(@SyncToken, sync_token),
                   sync_params = CASE WHEN @SyncToken::text IS NULL THEN sync_params ELSE @SyncParams END,
                   listing_items = listing_items + @Items,
                   listing_id = CASE WHEN @SyncToken::text IS NULL THEN listing_id END,
                   listing_started_at = CASE WHEN @SyncToken::text IS NULL THEN listing_started_at END,
                   last_pull_at = CASE WHEN @SyncToken::text IS NULL THEN last_pull_at ELSE @now END,
                   last_error = CASE WHEN @SyncToken::text IS NULL THEN last_error END,
                   failed_passes = CASE WHEN @SyncToken::text IS NULL THEN failed_passes ELSE 0 END,
                   range_until = coalesce(@RangeUntil, range_until),
                   time_zone = coalesce(@TimeZone, time_zone),
                   access_role = coalesce(@AccessRole, access_role)
             WHERE id = @connectionId AND lease_token = @leaseToken AND lease_until >= @now AND enabled AND status = 'connected'
            RETURNING id),
            told AS (
                INSERT INTO google_calendar_notifications (company_id, kind, dedupe_key, payload, next_attempt_at, created_at)
                SELECT was.company_id, 'sync_recovered', concat_ws(':', 'sync_recovered', was.id, @now), jsonb_build_object('connection_id', was.id), @now, @now
                  FROM was JOIN moved USING (id)
                 WHERE was.failed_passes >= @alertAfter AND @SyncToken::text IS NOT NULL
                ON CONFLICT (dedupe_key) DO NOTHING)
            SELECT count(*)::int FROM moved
            """;
        var parameters = new
        {
            connectionId,
            leaseToken,
            now,
            until = now + Lease,
            progress.PageToken,
            progress.SyncToken,
            progress.SyncParams,
            progress.Items,
            progress.TimeZone,
            progress.AccessRole,
            progress.RangeUntil,
            alertAfter = AlertAfter,
        };
        return await connection.QuerySingleAsync<int>(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>A pass that failed: counted until one succeeds, and told once when there have been some in a row.</summary>
    public async Task NoteFailureAsync(Guid connectionId, Guid leaseToken, string error, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH failed AS (
                UPDATE google_calendar_connections SET last_error = @error, failed_passes = failed_passes + 1, updated_at = @now
                 WHERE id = @connectionId AND lease_token = @leaseToken
                RETURNING id, company_id, failed_passes)
            INSERT INTO google_calendar_notifications (company_id, kind, dedupe_key, payload, next_attempt_at, created_at)
            SELECT company_id, 'sync_failing', concat_ws(':', 'sync_failing', id, @now), jsonb_build_object('connection_id', id, 'error', @error), @now, @now
              FROM failed WHERE failed_passes = @alertAfter
            ON CONFLICT (dedupe_key) DO NOTHING
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            Sql, new { connectionId, leaseToken, error, now = database.Now, alertAfter = AlertAfter }, cancellationToken: cancellationToken));
    }

    /// <summary>Somebody says that there is something to pull. Any number of requests make one pull.</summary>
    public async Task RequestAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE google_calendar_connections SET pull_requested_at = @now WHERE id = @connectionId",
            new { connectionId, now = database.Now },
            cancellationToken: cancellationToken));
    }
}
