using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

namespace CalendarSync.Core.Connecting;

/// <summary><c>google_calendar_oauth_states</c>: started once, consumed once, over after ten minutes.</summary>
internal sealed class OAuthStateStore(Database database)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Also removes the states of yesterday.</summary>
    public async Task CreateAsync(OAuthState state, byte[] startHash, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM google_calendar_oauth_states WHERE expires_at < @old;
            INSERT INTO google_calendar_oauth_states (id, company_id, user_id, return_url, start_hash, created_at, expires_at)
            VALUES (@Id, @CompanyId, @UserId, @ReturnUrl, @startHash, @now, @expiresAt)
            """,
            new { state.Id, state.CompanyId, state.UserId, state.ReturnUrl, startHash, now = database.Now, expiresAt = database.Now + Lifetime, old = database.Now - Kept },
            cancellationToken: cancellationToken));
    }

    /// <summary>Takes the start, which works once. Null: unknown, used or too late.</summary>
    public async Task<OAuthState?> TryStartAsync(byte[] startHash, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<OAuthState>(new CommandDefinition(
            """
            UPDATE google_calendar_oauth_states SET started_at = @now
             WHERE start_hash = @startHash AND started_at IS NULL AND expires_at > @now
            RETURNING id, company_id, user_id, return_url
            """,
            new { startHash, now = database.Now },
            cancellationToken: cancellationToken));
    }

    /// <summary>Binds a started state to the browser and to what goes to Google.</summary>
    public async Task BindAsync(Guid id, byte[] stateHash, byte[] browserHash, string codeVerifier, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE google_calendar_oauth_states SET state_hash = @stateHash, browser_hash = @browserHash, code_verifier = @codeVerifier
             WHERE id = @id AND state_hash IS NULL
            """,
            new { id, stateHash, browserHash, codeVerifier },
            cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Takes the state, which works once and only for the browser that started. Null: unknown, used, too late, or another
    /// browser (for which it stays).
    /// </summary>
    public async Task<OAuthState?> TryConsumeAsync(byte[] stateHash, byte[] browserHash, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<OAuthState>(new CommandDefinition(
            """
            WITH mine AS (
                SELECT id, code_verifier FROM google_calendar_oauth_states
                 WHERE state_hash = @stateHash AND browser_hash = @browserHash AND consumed_at IS NULL AND expires_at > @now
                   FOR UPDATE)
            UPDATE google_calendar_oauth_states s SET consumed_at = @now, code_verifier = NULL
              FROM mine
             WHERE s.id = mine.id
            RETURNING s.id, s.company_id, s.user_id, s.return_url, mine.code_verifier
            """,
            new { stateHash, browserHash, now = database.Now },
            cancellationToken: cancellationToken));
    }
}
