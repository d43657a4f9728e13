using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

using NpgsqlTypes;

namespace CalendarSync.Core.Conflicts;

/// <summary>Conflicts that people look at and decide, and what a decision writes.</summary>
internal sealed class ResolutionStore(Database database)
{
    private const int MostListed = 500;

    private const string Select = $"SELECT {ConflictRow.Columns}, (SELECT e.title FROM events e WHERE e.id = k.event_id) AS title FROM google_calendar_conflicts k";

    private const string Look = $"{Select} WHERE k.id = @id";

    public async Task<ConflictRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await ReadAsync(connection, Look, id, cancellationToken);
    }

    /// <summary>Locked, in the caller's transaction. The event's row is locked before, as everywhere.</summary>
    public static Task<ConflictRow?> LockAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        ReadAsync(connection, Look + " FOR UPDATE OF k", id, cancellationToken);

    /// <param name="companyId">Whose.</param>
    /// <param name="status">Null for all.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<ConflictRow>> ListAsync(Guid companyId, string? status, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            {Select}
             WHERE k.company_id = @companyId AND (@status::text IS NULL OR k.status = @status)
             ORDER BY k.created_at, k.id LIMIT @most
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<ConflictRow>(new CommandDefinition(Sql, new { companyId, status, most = MostListed }, cancellationToken: cancellationToken))];
    }

    /// <summary>Open questions about events that the application can have edited since.</summary>
    public async Task<IReadOnlyList<(Guid Id, Guid EventId)>> FindOpenAsync(Guid? companyId, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT k.id, k.event_id FROM google_calendar_conflicts k JOIN events e ON e.id = k.event_id
             WHERE k.status = 'open' AND k.kind <> 'sweep' AND (@companyId::uuid IS NULL OR k.company_id = @companyId)
             ORDER BY k.updated_at, k.id LIMIT @most
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<(Guid, Guid)>(new CommandDefinition(Sql, new { companyId, most = MostListed }, cancellationToken: cancellationToken))];
    }

    public static Task<Connection?> FindCalendarAsync(NpgsqlConnection connection, Guid? connectionId, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<Connection>(new CommandDefinition(
            $"SELECT {Connection.Columns} FROM google_calendar_connections c WHERE c.id = @connectionId AND c.grant_id IS NOT NULL",
            new { connectionId },
            cancellationToken: cancellationToken));

    public static Task ResolveAsync(
        NpgsqlConnection connection, Guid id, string choice, Guid? userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE google_calendar_conflicts
               SET status = 'resolved', choice = @choice, resolved_at = @now, resolved_by = @userId, updated_at = @now
             WHERE id = @id
            """,
            new { id, choice, now, userId },
            cancellationToken: cancellationToken));

    /// <summary>The event's change goes on its way: at once, as often as it takes, and with the etag that the decision knew.</summary>
    public static Task ReleaseAsync(NpgsqlConnection connection, Guid eventId, string? etag, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE google_calendar_sync_queue
               SET status = 'pending', next_attempt_at = @now, retry_count = 0, attempt_count = 0, error_message = NULL, google_etag = coalesce(@etag, google_etag)
             WHERE event_id = @eventId AND status IN ('pending', 'failed')
            """,
            new { eventId, etag, now },
            cancellationToken: cancellationToken));

    /// <summary>The deletion of a row that is there again needs not be sent.</summary>
    public static Task WithdrawDeletionAsync(NpgsqlConnection connection, Guid eventId, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE google_calendar_sync_queue
               SET status = 'completed', completed_at = @now, error_message = 'the event was brought back'
             WHERE event_id = @eventId AND status IN ('pending', 'failed') AND action = 'delete'
            """,
            new { eventId, now },
            cancellationToken: cancellationToken));

    /// <summary>An edit of the application's, made here for a person: the triggers see it like any other.</summary>
    public static async Task EditAsync(
        NpgsqlConnection connection, Guid eventId, EventFields fields, EventField changes, bool? deleted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE events e
               SET title = CASE WHEN @changes & 1 <> 0 THEN @title ELSE e.title END,
                   description = CASE WHEN @changes & 2 <> 0 THEN @description ELSE e.description END,
                   location = CASE WHEN @changes & 4 <> 0 THEN @location ELSE e.location END,
                   start_at = CASE WHEN @changes & 8 <> 0 THEN @startAt ELSE e.start_at END,
                   end_at = CASE WHEN @changes & 8 <> 0 THEN @endAt ELSE e.end_at END,
                   start_date = CASE WHEN @changes & 8 <> 0 THEN @startDate ELSE e.start_date END,
                   end_date = CASE WHEN @changes & 8 <> 0 THEN @endDate ELSE e.end_date END,
                   all_day = CASE WHEN @changes & 8 <> 0 THEN @startDate::date IS NOT NULL ELSE e.all_day END,
                   time_zone = CASE WHEN @changes & 8 <> 0 THEN @zone ELSE e.time_zone END,
                   color = CASE WHEN @changes & 16 <> 0 THEN @color ELSE e.color END,
                   recurrence = CASE WHEN @changes & 32 <> 0 THEN @recurrence ELSE e.recurrence END,
                   status = CASE WHEN @deleted THEN e.status WHEN @changes & 64 <> 0 THEN @status WHEN e.status = 'cancelled' THEN 'confirmed' ELSE e.status END,
                   visibility = CASE WHEN @changes & 128 <> 0 THEN @visibility ELSE e.visibility END,
                   transparency = CASE WHEN @changes & 256 <> 0 THEN @transparency ELSE e.transparency END,
                   reminders = CASE WHEN @changes & 512 <> 0 THEN @reminders ELSE e.reminders END,
                   deleted_at = CASE WHEN @deleted THEN coalesce(e.deleted_at, @now) WHEN NOT @deleted THEN NULL ELSE e.deleted_at END
             WHERE e.id = @eventId
            """;
        await using var command = new NpgsqlCommand(Sql, connection);
        void Add(string name, NpgsqlDbType type, object? value) => command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });
        Add("eventId", NpgsqlDbType.Uuid, eventId);
        Add("changes", NpgsqlDbType.Integer, (int)changes);
        Add("deleted", NpgsqlDbType.Boolean, deleted);
        Add("now", NpgsqlDbType.TimestampTz, now);
        Add("title", NpgsqlDbType.Text, fields.Title);
        Add("description", NpgsqlDbType.Text, fields.Description);
        Add("location", NpgsqlDbType.Text, fields.Location);
        Add("startAt", NpgsqlDbType.TimestampTz, fields.Times?.StartAt);
        Add("endAt", NpgsqlDbType.TimestampTz, fields.Times?.EndAt);
        Add("startDate", NpgsqlDbType.Date, fields.Times?.StartDate);
        Add("endDate", NpgsqlDbType.Date, fields.Times?.EndDate);
        Add("zone", NpgsqlDbType.Text, fields.Times?.TimeZone);
        Add("color", NpgsqlDbType.Text, fields.Color);
        Add("recurrence", NpgsqlDbType.Array | NpgsqlDbType.Text, fields.Recurrence?.Lines.ToArray());
        Add("status", NpgsqlDbType.Text, EventFieldsDocument.StatusOf(fields));
        Add("visibility", NpgsqlDbType.Text, fields.Visibility);
        Add("transparency", NpgsqlDbType.Text, fields.Transparency);
        Add("reminders", NpgsqlDbType.Jsonb, RemindersDocument.Write(fields.Reminders));
        await AsApplicationAsync(connection, now, cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A row that was deleted for good comes back empty, to be edited.</summary>
    /// <returns>False where nobody knows whose it was.</returns>
    public static async Task<bool> RestoreAsync(
        NpgsqlConnection connection, ConflictRow conflict, EventFields fields, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO events (id, company_id, user_id, role, title, start_at, end_at, start_date, end_date, all_day, time_zone)
            SELECT @EventId, c.company_id, c.user_id, c.role, @title, @startAt, @endAt, @startDate, @endDate, @startDate::date IS NOT NULL, @zone
              FROM google_calendar_connections c WHERE c.id = @ConnectionId
            """;
        await AsApplicationAsync(connection, now, cancellationToken);
        var times = fields.Times;
        return await connection.ExecuteAsync(new CommandDefinition(
            Sql,
            new
            {
                conflict.EventId,
                conflict.ConnectionId,
                title = fields.Title,
                startAt = times?.StartAt,
                endAt = times?.EndAt,
                startDate = times?.StartDate,
                endDate = times?.EndDate,
                zone = times?.TimeZone,
            },
            cancellationToken: cancellationToken)) == 1;
    }

    private static Task AsApplicationAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "SELECT set_config('calendar_sync.source', 'app', true), set_config('calendar_sync.now', @now, true)",
            new { now = now.ToString("O") },
            cancellationToken: cancellationToken));

    private static Task<ConflictRow?> ReadAsync(NpgsqlConnection connection, string sql, Guid id, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<ConflictRow>(new CommandDefinition(sql, new { id }, cancellationToken: cancellationToken));
}
