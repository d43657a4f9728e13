using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

namespace CalendarSync.Core.Connecting;

/// <summary><c>google_calendar_connections</c>, as their owners see and change them.</summary>
internal sealed class ConnectionAdminStore(Database database)
{
    public async Task<IReadOnlyList<ConnectionRow>> ListAsync(Guid companyId, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<ConnectionRow>(new CommandDefinition(
            $"SELECT {ConnectionRow.Columns} FROM google_calendar_connections WHERE company_id = @companyId ORDER BY created_at, id",
            new { companyId },
            cancellationToken: cancellationToken))];
    }

    public async Task<ConnectionRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ConnectionRow>(new CommandDefinition(
            $"SELECT {ConnectionRow.Columns} FROM google_calendar_connections WHERE id = @id", new { id }, cancellationToken: cancellationToken));
    }

    /// <summary>What goes on in these calendars: one statement for all of them.</summary>
    public async Task<IReadOnlyDictionary<Guid, ConnectionActivity>> FindActivityAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT c.id, c.last_pull_at, c.access_role, w.channel_expires_ms, w.channel_message_at,
                   latest.at AS change_at, latest.direction AS change_direction,
                   coalesce(did.created, 0) AS created, coalesce(did.updated, 0) AS updated, coalesce(did.deleted, 0) AS deleted, coalesce(did.other, 0) AS other
              FROM google_calendar_connections c
              LEFT JOIN LATERAL (
                    SELECT w.expiration_timestamp AS channel_expires_ms, w.last_message_at AS channel_message_at FROM google_calendar_webhooks w
                     WHERE w.connection_id = c.id AND w.enabled AND w.resource_id IS NOT NULL AND w.expiration_timestamp > @nowMs
                     ORDER BY w.expiration_timestamp DESC LIMIT 1) w ON true
              LEFT JOIN LATERAL (
                    SELECT j.run_id, j.direction, j.at FROM google_calendar_sync_journal j
                     WHERE j.connection_id = c.id ORDER BY j.id DESC LIMIT 1) latest ON true
              LEFT JOIN LATERAL (
                    SELECT count(*) FILTER (WHERE j.decision IN ('created', 'revived'))::integer AS created,
                           count(*) FILTER (WHERE j.decision = 'updated')::integer AS updated,
                           count(*) FILTER (WHERE j.decision = 'deleted')::integer AS deleted,
                           count(*) FILTER (WHERE j.decision NOT IN ('created', 'revived', 'updated', 'deleted'))::integer AS other
                      FROM google_calendar_sync_journal j
                     WHERE j.run_id = latest.run_id AND j.connection_id = c.id AND j.direction = latest.direction) did ON true
             WHERE c.id = ANY(@ids)
            """;
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        var found = await connection.QueryAsync<ConnectionActivity>(new CommandDefinition(
            Sql, new { ids, nowMs = database.Now.ToUnixTimeMilliseconds() }, cancellationToken: cancellationToken));
        return found.ToDictionary(activity => activity.Id);
    }

    /// <summary>Changes what the patch names. What waited for such a change is due at once. Null: a disconnected calendar cannot be switched on.</summary>
    public Task<ConnectionRow?> ChangeAsync(Guid id, ConnectionPatch patch, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                ConnectionRow? changed = await connection.QuerySingleOrDefaultAsync<ConnectionRow>(new CommandDefinition(
                    $"""
                    UPDATE google_calendar_connections
                       SET enabled = coalesce(@Enabled, enabled),
                           sync_direction = coalesce(@SyncDirection, sync_direction),
                           role = CASE WHEN @SetsRole THEN @Role ELSE role END,
                           color = CASE WHEN @SetsColor THEN @Color ELSE color END,
                           -- Asked for again, it goes to Google again: a person may have changed it there.
                           color_sent = CASE WHEN @SetsColor THEN NULL ELSE color_sent END,
                           color_next_at = CASE WHEN @SetsColor THEN NULL ELSE color_next_at END,
                           color_error = CASE WHEN @SetsColor THEN NULL ELSE color_error END,
                           default_reminders = CASE WHEN @SetsReminders THEN @DefaultReminders::jsonb ELSE default_reminders END,
                           private_as_busy = coalesce(@PrivateAsBusy, private_as_busy),
                           pull_requested_at = @now,
                           updated_at = @now
                     WHERE id = @id AND NOT (status = 'disabled' AND coalesce(@Enabled, false))
                    RETURNING {ConnectionRow.Columns}
                    """,
                    new
                    {
                        id, patch.Enabled, patch.SyncDirection, patch.SetsRole, patch.Role, patch.SetsColor, patch.Color, patch.SetsReminders, patch.DefaultReminders,
                        patch.PrivateAsBusy,
                        now = database.Now,
                    },
                    cancellationToken: cancellationToken));
                if (changed is not null)
                {
                    if (patch.PrivateAsBusy is not null)
                    {
                        // The listing that follows shall not take them for known.
                        await connection.ExecuteAsync(new CommandDefinition(
                            """
                            UPDATE events SET google_etag = '"shown otherwise"'
                             WHERE google_calendar_id = @CalendarId AND google_etag IS NOT NULL AND google_event ->> 'visibility' IN ('private', 'confidential')
                            """,
                            new { changed.CalendarId },
                            cancellationToken: cancellationToken));
                    }

                    await connection.ExecuteAsync(new CommandDefinition(
                        """
                        UPDATE google_calendar_sync_queue SET next_attempt_at = @now
                         WHERE company_id = @CompanyId AND status = 'pending' AND next_attempt_at > @now
                        """,
                        new { changed.CompanyId, now = database.Now },
                        cancellationToken: cancellationToken));
                }

                return changed;
            },
            cancellationToken);
}
