using CalendarSync.Core.Storage;

using Dapper;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>What push messages read and change.</summary>
internal sealed class WebhookStore(Database database)
{
    /// <summary>The channel of that id, if it is open or just being opened, and everything about it belongs together.</summary>
    public async Task<WebhookChannel?> FindAsync(string channelId, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT w.id, w.resource_id, w.token_hash
              FROM google_calendar_webhooks w
              JOIN google_calendar_connections c ON c.id = w.connection_id AND c.company_id = w.company_id AND c.calendar_id = w.calendar_id
             WHERE w.channel_id = @channelId AND (w.enabled OR w.resource_id IS NULL) AND w.expiration_timestamp > @nowMs
               AND c.enabled AND c.status = 'connected'
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<WebhookChannel>(new CommandDefinition(
            Sql, new { channelId, nowMs = database.Now.ToUnixTimeMilliseconds() }, cancellationToken: cancellationToken));
    }

    /// <summary>Takes a message that is newer than the ones before, and notes that the calendar has something to pull: both or neither.</summary>
    /// <returns>The connection to pull; null for a message that came before.</returns>
    public async Task<Guid?> AcceptAsync(Guid id, long number, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH accepted AS (
                UPDATE google_calendar_webhooks SET last_message_number = @number, last_message_at = @now
                 WHERE id = @id AND coalesce(last_message_number, 0) < @number
                RETURNING connection_id)
            UPDATE google_calendar_connections c SET pull_requested_at = @now FROM accepted WHERE c.id = accepted.connection_id
            RETURNING c.id
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            Sql, new { id, number, now = database.Now }, cancellationToken: cancellationToken));
    }
}
