using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// Rows of <c>google_calendar_webhooks</c>. A row is written before Google is asked, since its first message may come before its answer; it is
/// enabled by the answer, disabled before the channel is stopped, and removed once Google has confirmed that.
/// </summary>
internal sealed class ChannelStore(Database database)
{
    // A call to Google that has not come back after this time will not.
    private static readonly TimeSpan Opening = TimeSpan.FromMinutes(1);

    /// <summary>The calendar of a connection that is in use; null for any other.</summary>
    public async Task<WatchedCalendar?> FindCalendarAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT c.id AS connection_id, c.company_id, c.grant_id, c.calendar_id
              FROM google_calendar_connections c
             WHERE c.id = @connectionId AND {Connection.Usable}
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<WatchedCalendar>(new CommandDefinition(
            Sql, new { connectionId, now = database.Now }, cancellationToken: cancellationToken));
    }

    /// <summary>A channel is about to be asked for. Whatever spoke against one before is forgotten.</summary>
    /// <param name="id">Of the new row.</param>
    /// <param name="calendar">What the channel will watch.</param>
    /// <param name="channelId">As Google will know it.</param>
    /// <param name="tokenHash">Of the channel's token.</param>
    /// <param name="until">When the row is forgotten if Google never answers, UTC.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public async Task PrepareAsync(
        Guid id, WatchedCalendar calendar, string channelId, byte[] tokenHash, DateTimeOffset until, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH wanted AS (UPDATE google_calendar_connections SET push_refused = NULL WHERE id = @ConnectionId)
            INSERT INTO google_calendar_webhooks (id, company_id, connection_id, calendar_id, channel_id, expiration_timestamp, enabled, token_hash, created_at)
            VALUES (@id, @CompanyId, @ConnectionId, @CalendarId, @channelId, @expiration, false, @tokenHash, @now)
            """;
        var parameters = new
        {
            id,
            calendar.CompanyId,
            calendar.ConnectionId,
            calendar.CalendarId,
            channelId,
            expiration = until.ToUnixTimeMilliseconds(),
            tokenHash,
            now = database.Now,
        };
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>Google has opened the channel: from now on it is the calendar's only one.</summary>
    /// <returns>The channels that were before it and have to be stopped; null where this one has to be, because its row is gone: the calendar was
    /// disconnected meanwhile, or another channel opened first.</returns>
    public Task<IReadOnlyList<Channel>?> OpenedAsync(Guid id, Guid connectionId, string resourceId, long expirationMs, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<Channel>?>(
            async connection =>
            {
                // The connection's row is the lock: of two channels that open at once, one sees the other.
                var opened = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
                    "SELECT id FROM google_calendar_connections WHERE id = @connectionId FOR UPDATE", new { connectionId }, cancellationToken: cancellationToken)) is not null
                    && await connection.ExecuteAsync(new CommandDefinition(
                        """
                        UPDATE google_calendar_webhooks SET resource_id = @resourceId, expiration_timestamp = @expirationMs, enabled = true
                         WHERE id = @id AND resource_id IS NULL
                        """,
                        new { id, resourceId, expirationMs },
                        cancellationToken: cancellationToken)) == 1;
                return opened ? await DisableAsync(connection, connectionId, id, cancellationToken) : null;
            },
            cancellationToken);

    /// <summary>Google will open no channel here.</summary>
    /// <param name="id">The row that was prepared.</param>
    /// <param name="reason">Google's, if it holds for the calendar and not just for this try.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public async Task RefusedAsync(Guid id, string? reason, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH refused AS (DELETE FROM google_calendar_webhooks WHERE id = @id RETURNING connection_id)
            UPDATE google_calendar_connections c SET push_refused = @reason FROM refused
             WHERE c.id = refused.connection_id AND @reason::text IS NOT NULL
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Sql, new { id, reason }, cancellationToken: cancellationToken));
    }

    /// <summary>A person wants no channel here: messages change nothing any more, and renewal opens none until a person wants one again.</summary>
    /// <returns>The channels to stop.</returns>
    public Task<IReadOnlyList<Channel>> DeclineAsync(Guid connectionId, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    "UPDATE google_calendar_connections SET push_refused = 'stopped' WHERE id = @connectionId", new { connectionId }, cancellationToken: cancellationToken));
                return await DisableAsync(connection, connectionId, null, cancellationToken);
            },
            cancellationToken);

    /// <summary>Messages for any calendar of the account change nothing any more.</summary>
    /// <returns>The channels to stop.</returns>
    public Task<IReadOnlyList<Channel>> DisableAllAsync(Guid grantId, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<Channel>>(
            async connection =>
            {
                var connections = await connection.QueryAsync<Guid>(new CommandDefinition(
                    "SELECT id FROM google_calendar_connections WHERE grant_id = @grantId ORDER BY id FOR UPDATE", new { grantId }, cancellationToken: cancellationToken));
                var channels = new List<Channel>();
                foreach (var connectionId in connections)
                {
                    channels.AddRange(await DisableAsync(connection, connectionId, null, cancellationToken));
                }

                return channels;
            },
            cancellationToken);

    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM google_calendar_webhooks WHERE id = @id", new { id }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Connections in use whose channel has lived four fifths of its time, or ends within the margin, or that have none although they could. Channels
    /// that were opened together are not renewed together: each has its own point between 80 and 85 % of its life. What somebody is opening
    /// right now is left to them.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> FindDueAsync(DateTimeOffset now, TimeSpan margin, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT c.id
              FROM google_calendar_connections c
              LEFT JOIN LATERAL (
                    SELECT max(w.expiration_timestamp) AS ends,
                           bool_or(w.expiration_timestamp - @nowMs > @marginMs
                               AND w.expiration_timestamp - @nowMs
                                   > (0.2 - 0.05 * ('x' || left(w.id::text, 2))::bit(8)::int / 255) * (w.expiration_timestamp - extract(epoch FROM w.created_at) * 1000)) AS lives_on
                      FROM google_calendar_webhooks w
                     WHERE w.connection_id = c.id AND w.enabled) channel ON true
             WHERE {Connection.Usable} AND c.push_refused IS NULL AND channel.lives_on IS NOT TRUE
               AND NOT EXISTS (SELECT FROM google_calendar_webhooks w
                                WHERE w.connection_id = c.id AND w.resource_id IS NULL AND w.created_at > @opening AND w.created_at <= @now)
             ORDER BY channel.ends NULLS FIRST, c.id
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var parameters = new { now, nowMs = now.ToUnixTimeMilliseconds(), marginMs = (long)margin.TotalMilliseconds, opening = now - Opening };
        var due = await connection.QueryAsync<Guid>(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken));
        return [.. due];
    }

    // A row without Google's answer is removed at once: whoever waits for that answer then knows to stop what it opened.
    private static async Task<IReadOnlyList<Channel>> DisableAsync(
        NpgsqlConnection connection, Guid connectionId, Guid? except, CancellationToken cancellationToken)
    {
        const string Sql = """
            DELETE FROM google_calendar_webhooks WHERE connection_id = @connectionId AND id IS DISTINCT FROM @except AND resource_id IS NULL;
            UPDATE google_calendar_webhooks w SET enabled = false
              FROM google_calendar_connections c
             WHERE c.id = w.connection_id AND c.id = @connectionId AND w.id IS DISTINCT FROM @except
            RETURNING w.id, w.channel_id, w.resource_id, c.grant_id
            """;
        return [.. await connection.QueryAsync<Channel>(new CommandDefinition(Sql, new { connectionId, except }, cancellationToken: cancellationToken))];
    }
}
