using Dapper;

namespace CalendarSync.Core.Storage;

/// <summary>What a failed call means for the whole account: a pause, or a connection that somebody has to renew.</summary>
internal sealed class GrantStore(Database database)
{
    private const string RequireOf = """
        WITH g AS (
            UPDATE google_calendar_grants
               SET status = 'needs_reauth', last_error = @reason, access_token = NULL, access_expires_at = NULL,
                   refresh_lease_token = NULL, refresh_lease_until = NULL, updated_at = @now
             WHERE id = @grantId AND status = 'connected' AND
        """;

    private const string AndTell = """
            RETURNING id, company_id),
        stopped AS (
            UPDATE google_calendar_connections c SET status = 'needs_reauth', last_error = @reason, expires_at = NULL, updated_at = @now
              FROM g
             WHERE c.grant_id = g.id AND c.status = 'connected'),
        told AS (
            INSERT INTO google_calendar_notifications (company_id, kind, dedupe_key, payload, next_attempt_at, created_at)
            SELECT company_id, 'needs_reauth', concat_ws(':', 'needs_reauth', id, @now), jsonb_build_object('grant_id', id), @now, @now FROM g
            ON CONFLICT (dedupe_key) DO NOTHING)
        SELECT EXISTS (SELECT FROM g)
        """;

    /// <summary>Nobody calls Google for this account until then.</summary>
    public Task PauseAsync(Guid grantId, DateTimeOffset until, string reason, CancellationToken cancellationToken) =>
        ExecuteAsync(
            """
            UPDATE google_calendar_grants SET paused_until = greatest(coalesce(paused_until, @until), @until), last_error = @reason, updated_at = @now
             WHERE id = @grantId
            """,
            new { grantId, until, reason, now = database.Now },
            cancellationToken);

    /// <summary>Nobody writes for this account until then; reading goes on.</summary>
    public Task PauseWritesAsync(Guid grantId, DateTimeOffset until, string reason, CancellationToken cancellationToken) =>
        ExecuteAsync(
            """
            UPDATE google_calendar_grants
               SET writes_paused_until = greatest(coalesce(writes_paused_until, @until), @until), last_error = @reason, updated_at = @now
             WHERE id = @grantId
            """,
            new { grantId, until, reason, now = database.Now },
            cancellationToken);

    /// <summary>
    /// The user has to connect again, and is told once: pulls and pushes of all the account's calendars stop, and what waits goes on waiting.
    /// </summary>
    /// <param name="grantId">The account's grant.</param>
    /// <param name="consent">The consent that was refused (<see cref="Connection.Consent"/>). Where the user has given another one meanwhile, that one counts.</param>
    /// <param name="reason">Google's, a code.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    /// <returns>False where it has been said already, or the consent is another one by now.</returns>
    public Task<bool> RequireReauthorisationAsync(Guid grantId, long consent, string reason, CancellationToken cancellationToken) =>
        IsNewsAsync($"{RequireOf} consents = @consent {AndTell}", new { grantId, consent, reason, now = database.Now }, cancellationToken);

    /// <summary>As above, said by whoever refreshes the token.</summary>
    /// <returns>False where it has been said already, or the lease was lost: to a new consent, or to somebody else.</returns>
    public Task<bool> RequireReauthorisationAsync(Guid grantId, Guid lease, string reason, CancellationToken cancellationToken) =>
        IsNewsAsync($"{RequireOf} refresh_lease_token = @lease {AndTell}", new { grantId, lease, reason, now = database.Now }, cancellationToken);

    /// <summary>Google says that this account may only read the calendar.</summary>
    public Task MarkReadOnlyAsync(Guid connectionId, CancellationToken cancellationToken) =>
        ExecuteAsync(
            "UPDATE google_calendar_connections SET access_role = 'reader', updated_at = @now WHERE id = @connectionId",
            new { connectionId, now = database.Now },
            cancellationToken);

    private async Task<bool> IsNewsAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
