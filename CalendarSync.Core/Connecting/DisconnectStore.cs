using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

namespace CalendarSync.Core.Connecting;

/// <summary>The steps of a disconnection. Each can be repeated; together they leave nothing that could write.</summary>
internal sealed class DisconnectStore(Database database)
{
    // Work of this calendar: by where the event is, was, or is being inserted; a new event may be on its way anywhere.
    private const string ItsWork = """
        q.status = 'processing' AND q.lease_until >= @now AND q.company_id = @companyId
        AND coalesce(q.google_calendar_id,
                     (SELECT e.google_calendar_id FROM events e WHERE e.id = q.event_id),
                     (SELECT w.google_calendar_id FROM google_calendar_writes w WHERE w.event_id = q.event_id),
                     @calendarId) = @calendarId
        """;

    /// <summary>From now on nobody takes up work for this calendar.</summary>
    public async Task SwitchOffAsync(Guid id, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE google_calendar_connections
               SET enabled = false, status = 'disabled', last_error = NULL, expires_at = NULL, pull_requested_at = NULL, failed_passes = 0, updated_at = @now
             WHERE id = @id
            """,
            new { id, now = database.Now },
            cancellationToken: cancellationToken));
    }

    /// <summary>The leases under which somebody works for this calendar at this moment.</summary>
    public async Task<IReadOnlyList<Guid>> FindLeasesAsync(ConnectionRow calendar, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<Guid>(new CommandDefinition(
            $"""
            SELECT c.lease_token FROM google_calendar_connections c WHERE c.id = @Id AND c.lease_until >= @now
            UNION
            SELECT q.lease_token FROM google_calendar_sync_queue q WHERE {ItsWork}
            """,
            new { calendar.Id, companyId = calendar.CompanyId, calendarId = calendar.CalendarId, now = database.Now },
            cancellationToken: cancellationToken))];
    }

    /// <summary>Whoever still works for this calendar has lost the right to save it.</summary>
    public async Task FenceAsync(ConnectionRow calendar, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            UPDATE google_calendar_connections SET lease_token = NULL, lease_until = NULL WHERE id = @Id;
            UPDATE google_calendar_sync_queue q SET lease_until = @now - interval '1 microsecond' WHERE {ItsWork}
            """,
            new { calendar.Id, companyId = calendar.CompanyId, calendarId = calendar.CalendarId, now = database.Now },
            cancellationToken: cancellationToken));
    }

    /// <summary>The grant, if no calendar uses it any more and it still holds tokens.</summary>
    public async Task<Grant?> FindUnusedGrantAsync(Guid grantId, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Grant>(new CommandDefinition(
            """
            SELECT g.id, g.company_id, g.user_id, g.account, g.refresh_token, g.access_token, g.access_expires_at, g.status
              FROM google_calendar_grants g
             WHERE g.id = @grantId AND (g.refresh_token IS NOT NULL OR g.access_token IS NOT NULL OR g.status <> 'disabled')
               AND NOT EXISTS (SELECT FROM google_calendar_connections c WHERE c.grant_id = g.id AND c.status <> 'disabled')
            """,
            new { grantId },
            cancellationToken: cancellationToken));
    }

    /// <summary>Google ends an account's consent for the whole client: another company's grant of the same account would die with it.</summary>
    public async Task<bool> IsAccountUsedElsewhereAsync(Grant grant, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT FROM google_calendar_grants WHERE account = @Account AND id <> @Id AND status = 'connected')",
            new { grant.Account, grant.Id },
            cancellationToken: cancellationToken));
    }

    /// <summary>Nothing of the tokens stays, unless somebody has connected again meanwhile.</summary>
    public async Task EraseAsync(Guid grantId, string? error, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE google_calendar_grants g
               SET status = 'disabled', refresh_token = NULL, access_token = NULL, access_expires_at = NULL, scopes = '{}', last_error = @error,
                   paused_until = NULL, refresh_lease_token = NULL, refresh_lease_until = NULL, updated_at = @now
             WHERE g.id = @grantId
               AND NOT EXISTS (SELECT FROM google_calendar_connections c WHERE c.grant_id = g.id AND c.status <> 'disabled')
            """,
            new { grantId, error, now = database.Now },
            cancellationToken: cancellationToken));
    }
}
