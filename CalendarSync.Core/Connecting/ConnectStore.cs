using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

namespace CalendarSync.Core.Connecting;

/// <summary>Stores a consent: the grant, its connections and what waits for them, in one transaction or not at all.</summary>
internal sealed class ConnectStore(Database database, IIdSource ids)
{
    // Where the account is the same the pull goes on from its sync token; another account has to list anew.
    private const string UpsertConnection = """
        INSERT INTO google_calendar_connections AS c
            (id, company_id, user_id, grant_id, calendar_id, name, role, color, google_color, google_color_at, time_zone, access_role, expires_at, created_at, updated_at)
        VALUES (@connectionId, @CompanyId, @UserId, @grantId, @CalendarId, @Name, @Role, @Color, @GoogleColor, @now, @TimeZone, @AccessRole, @AccessExpiresAt, @now, @now)
        ON CONFLICT (calendar_id) DO UPDATE
            SET user_id = CASE WHEN c.grant_id IS DISTINCT FROM EXCLUDED.grant_id THEN EXCLUDED.user_id ELSE c.user_id END,
                sync_token = CASE WHEN c.grant_id = EXCLUDED.grant_id THEN c.sync_token END,
                sync_params = CASE WHEN c.grant_id = EXCLUDED.grant_id THEN c.sync_params END,
                page_token = CASE WHEN c.grant_id = EXCLUDED.grant_id THEN c.page_token END,
                listing_id = CASE WHEN c.grant_id = EXCLUDED.grant_id THEN c.listing_id END,
                grant_id = EXCLUDED.grant_id,
                name = coalesce(EXCLUDED.name, c.name),
                role = coalesce(c.role, EXCLUDED.role),
                color = coalesce(c.color, EXCLUDED.color),
                google_color = EXCLUDED.google_color,
                google_color_at = EXCLUDED.google_color_at,
                -- Another account has a list of its own.
                color_sent = CASE WHEN c.grant_id = EXCLUDED.grant_id THEN c.color_sent END,
                color_next_at = NULL,
                time_zone = EXCLUDED.time_zone,
                access_role = EXCLUDED.access_role,
                expires_at = EXCLUDED.expires_at,
                status = 'connected', enabled = true, last_error = NULL, push_refused = NULL, failed_passes = 0, next_pull_at = NULL, updated_at = @now
          WHERE c.company_id = EXCLUDED.company_id
            AND (c.grant_id IS NULL OR c.grant_id = EXCLUDED.grant_id OR c.status = 'disabled')
        RETURNING c.id
        """;

    public async Task<StoreOutcome> SaveAsync(NewGrant grant, IReadOnlyList<TargetCalendar> calendars, CancellationToken cancellationToken)
    {
        try
        {
            return await database.InTransactionAsync(connection => SaveAsync(connection, grant, calendars, cancellationToken), cancellationToken);
        }
        catch (ConnectRefusedException refused)
        {
            return StoreOutcome.Refused(refused.Result);
        }
    }

    /// <summary>Whether Google has to ask for consent so that a refresh token comes: nothing usable of this user is stored.</summary>
    public async Task<bool> NeedsConsentAsync(Guid companyId, Guid userId, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(
            """
            SELECT NOT EXISTS (SELECT FROM google_calendar_grants
                                WHERE company_id = @companyId AND user_id = @userId AND status = 'connected' AND refresh_token IS NOT NULL)
            """,
            new { companyId, userId },
            cancellationToken: cancellationToken));
    }

    private async Task<StoreOutcome> SaveAsync(
        NpgsqlConnection connection, NewGrant grant, IReadOnlyList<TargetCalendar> calendars, CancellationToken cancellationToken)
    {
        DateTimeOffset now = database.Now;
        Guid grantId = await SaveGrantAsync(connection, grant, now, cancellationToken);
        var stored = new List<StoredConnection>();
        // In one order everywhere, so that two consents at once wait for each other and do not block each other.
        foreach (TargetCalendar calendar in calendars.OrderBy(calendar => calendar.CalendarId, StringComparer.Ordinal))
        {
            Guid? id = await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
                UpsertConnection,
                new
                {
                    connectionId = ids.NewId(), grant.CompanyId, grant.UserId, grantId, grant.AccessExpiresAt,
                    calendar.CalendarId, calendar.Name, calendar.Role, calendar.Color, calendar.GoogleColor, calendar.TimeZone, calendar.AccessRole, now,
                },
                cancellationToken: cancellationToken));
            if (id is null && !await IsOfCompanyAsync(connection, calendar.CalendarId, grant.CompanyId, cancellationToken))
            {
                throw new ConnectRefusedException(ConnectResult.CalendarTaken);
            }

            stored.Add(new StoredConnection(calendar, id));
        }

        await ResumeAsync(connection, grant, grantId, now, cancellationToken);
        return new StoreOutcome(ConnectResult.Connected, [.. calendars.Select(calendar => stored.Find(s => s.Calendar == calendar)!)]);
    }

    private static async Task<Guid> SaveGrantAsync(NpgsqlConnection connection, NewGrant grant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        bool other = await connection.QuerySingleAsync<bool>(new CommandDefinition(
            """
            SELECT EXISTS (SELECT FROM google_calendar_grants
                            WHERE company_id = @CompanyId AND user_id = @UserId AND account <> @Account AND status <> 'disabled')
            """,
            new { grant.CompanyId, grant.UserId, grant.Account },
            cancellationToken: cancellationToken));
        if (other)
        {
            throw new ConnectRefusedException(ConnectResult.OtherAccount);
        }

        // A refresh token is never overwritten by nothing; one that is dead or erased does not count.
        Guid? id = await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            """
            INSERT INTO google_calendar_grants AS g
                (id, company_id, user_id, account, refresh_token, access_token, access_expires_at, scopes, created_at, updated_at)
            SELECT @Id, @CompanyId, @UserId, @Account, @RefreshToken, @AccessToken, @AccessExpiresAt, @scopes, @now, @now
             WHERE @RefreshToken IS NOT NULL
                OR EXISTS (SELECT FROM google_calendar_grants o
                            WHERE o.company_id = @CompanyId AND o.account = @Account AND o.status = 'connected' AND o.refresh_token IS NOT NULL)
            ON CONFLICT (company_id, account) DO UPDATE
                SET user_id = CASE WHEN g.status = 'disabled' THEN EXCLUDED.user_id ELSE g.user_id END,
                    refresh_token = coalesce(EXCLUDED.refresh_token, g.refresh_token),
                    access_token = EXCLUDED.access_token, access_expires_at = EXCLUDED.access_expires_at, scopes = EXCLUDED.scopes,
                    status = 'connected', last_error = NULL, paused_until = NULL, refresh_lease_token = NULL, refresh_lease_until = NULL,
                    consents = g.consents + 1, updated_at = @now
            RETURNING g.id
            """,
            new
            {
                grant.Id, grant.CompanyId, grant.UserId, grant.Account, grant.RefreshToken, grant.AccessToken, grant.AccessExpiresAt,
                scopes = grant.Scopes.ToArray(), now,
            },
            cancellationToken: cancellationToken));
        return id ?? throw new ConnectRefusedException(ConnectResult.NoRefreshToken);
    }

    private static Task<bool> IsOfCompanyAsync(NpgsqlConnection connection, string calendarId, Guid companyId, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT FROM google_calendar_connections WHERE calendar_id = @calendarId AND company_id = @companyId)",
            new { calendarId, companyId },
            cancellationToken: cancellationToken));

    // The account's other calendars come back too, and what waited for any of them is due now.
    private static Task ResumeAsync(NpgsqlConnection connection, NewGrant grant, Guid grantId, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE google_calendar_connections
               SET status = 'connected', last_error = NULL, failed_passes = 0, next_pull_at = NULL, expires_at = @AccessExpiresAt, updated_at = @now
             WHERE grant_id = @grantId AND status = 'needs_reauth';
            UPDATE google_calendar_sync_queue SET next_attempt_at = @now, attempt_count = 0
             WHERE company_id = @CompanyId AND status = 'pending' AND next_attempt_at > @now
            """,
            new { grant.CompanyId, grant.AccessExpiresAt, grantId, now },
            cancellationToken: cancellationToken));

    // Leaves the transaction, which then keeps nothing.
    private sealed class ConnectRefusedException(ConnectResult result) : Exception
    {
        public ConnectResult Result { get; } = result;
    }
}
