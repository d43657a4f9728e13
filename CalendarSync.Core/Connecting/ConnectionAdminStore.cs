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
