using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

namespace CalendarSync.Core.Connecting;

/// <summary>
/// <c>google_calendar_grants</c>, as refreshing needs it. Whoever holds the lease refreshes; what it learns is stored only
/// while the lease is still its own, so that a slow refresh cannot undo a reconnection.
/// </summary>
internal sealed class TokenStore(Database database)
{
    private const string Columns = "id, company_id, user_id, account, refresh_token, access_token, access_expires_at, status, paused_until";

    public async Task<Grant?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Grant>(new CommandDefinition(
            $"SELECT {Columns} FROM google_calendar_grants WHERE id = @id", new { id }, cancellationToken: cancellationToken));
    }

    /// <summary>The grant as it is at that moment, or null where somebody else refreshes it.</summary>
    public async Task<Grant?> TryLeaseAsync(Guid id, Guid lease, TimeSpan length, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Grant>(new CommandDefinition(
            $"""
            UPDATE google_calendar_grants
               SET refresh_lease_token = @lease, refresh_lease_until = @until
             WHERE id = @id AND (refresh_lease_until IS NULL OR refresh_lease_until <= @now)
            RETURNING {Columns}
            """,
            new { id, lease, until = database.Now + length, now = database.Now },
            cancellationToken: cancellationToken));
    }

    /// <summary>Stores new tokens; a null refresh token leaves the stored one. False: the lease was lost, nothing is stored.</summary>
    public Task<bool> CompleteAsync(
        Guid id, Guid lease, string accessToken, DateTimeOffset expiresAt, string? refreshToken, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                int stored = await connection.ExecuteAsync(
                    """
                    UPDATE google_calendar_grants
                       SET access_token = @accessToken, access_expires_at = @expiresAt, refresh_token = coalesce(@refreshToken, refresh_token),
                           paused_until = NULL, last_error = NULL, refresh_lease_token = NULL, refresh_lease_until = NULL, updated_at = @now
                     WHERE id = @id AND refresh_lease_token = @lease AND status = 'connected'
                    """,
                    new { id, lease, accessToken, expiresAt, refreshToken, now = database.Now });
                return stored > 0
                    && await connection.ExecuteAsync(
                        "UPDATE google_calendar_connections SET expires_at = @expiresAt, updated_at = @now WHERE grant_id = @id AND status = 'connected'",
                        new { id, expiresAt, now = database.Now }) >= 0;
            },
            cancellationToken);

    /// <summary>Gives the lease back without new tokens.</summary>
    public async Task ReleaseAsync(Guid id, Guid lease, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE google_calendar_grants SET refresh_lease_token = NULL, refresh_lease_until = NULL WHERE id = @id AND refresh_lease_token = @lease",
            new { id, lease },
            cancellationToken: cancellationToken));
    }

    /// <summary>The operator has something to put right: nobody calls Google for this account before that time.</summary>
    public async Task PauseAsync(Guid id, Guid lease, DateTimeOffset until, string reason, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE google_calendar_grants
               SET paused_until = @until, last_error = @reason, refresh_lease_token = NULL, refresh_lease_until = NULL, updated_at = @now
             WHERE id = @id AND refresh_lease_token = @lease AND status = 'connected'
            """,
            new { id, lease, until, reason, now = database.Now },
            cancellationToken: cancellationToken));
    }
}
