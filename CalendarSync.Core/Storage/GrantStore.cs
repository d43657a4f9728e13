using Dapper;

namespace CalendarSync.Core.Storage;

/// <summary>What a failed call means for the whole account: a pause, or a connection that somebody has to renew.</summary>
internal sealed class GrantStore(Database database)
{
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

    /// <summary>The user has to connect again, and is told once: pulls and pushes of all its calendars stop, and what waits goes on waiting.</summary>
    public Task RequireReauthorisationAsync(Guid grantId, string reason, CancellationToken cancellationToken) =>
        ExecuteAsync(
            """
            WITH g AS (
                UPDATE google_calendar_grants SET status = 'needs_reauth', last_error = @reason, updated_at = @now
                 WHERE id = @grantId AND status = 'connected'
                RETURNING id, company_id),
            told AS (
                INSERT INTO google_calendar_notifications (company_id, kind, dedupe_key, payload, next_attempt_at, created_at)
                SELECT company_id, 'needs_reauth', concat_ws(':', 'needs_reauth', id, @now), jsonb_build_object('grant_id', id), @now, @now FROM g
                ON CONFLICT (dedupe_key) DO NOTHING)
            UPDATE google_calendar_connections SET status = 'needs_reauth', last_error = @reason, updated_at = @now
             WHERE grant_id = @grantId AND status = 'connected'
            """,
            new { grantId, reason, now = database.Now },
            cancellationToken);

    /// <summary>Google says that this account may only read the calendar.</summary>
    public Task MarkReadOnlyAsync(Guid connectionId, CancellationToken cancellationToken) =>
        ExecuteAsync(
            "UPDATE google_calendar_connections SET access_role = 'reader', updated_at = @now WHERE id = @connectionId",
            new { connectionId, now = database.Now },
            cancellationToken);

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
