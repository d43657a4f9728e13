using CalendarSync.Core.Events;
using Dapper;
using Npgsql;

namespace CalendarSync.Core.Storage;

/// <summary>Reads rows of <c>events</c> and the writes in doubt beside them, many at a time.</summary>
internal static class EventStore
{
    private const string PendingColumns = "w.event_id, w.google_calendar_id, w.google_event_id, w.body::text AS body, w.version";

    private const string ById = $"SELECT {EventRow.Columns} FROM events e WHERE e.id = ANY(@ids) ORDER BY e.id";

    public static async Task<IReadOnlyDictionary<Guid, EventRow>> LoadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<EventRow>(new CommandDefinition(ById, new { ids = ids.ToArray() }, cancellationToken: cancellationToken));
        return rows.Select(OccurrenceBase.Of).ToDictionary(r => r.Id);
    }

    /// <summary>As <see cref="LoadAsync"/>; nobody else changes the rows until the transaction ends. Locked in one order everywhere.</summary>
    public static async Task<IReadOnlyDictionary<Guid, EventRow>> LockAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        const string Sql = ById + " FOR UPDATE";
        var rows = await connection.QueryAsync<EventRow>(new CommandDefinition(Sql, new { ids = ids.ToArray() }, cancellationToken: cancellationToken));
        return rows.Select(OccurrenceBase.Of).ToDictionary(r => r.Id);
    }

    /// <summary>A deleted row that an event left behind in a calendar, and that is about to come back there as another row: it lets go of the event.</summary>
    public static Task MakeWayAsync(NpgsqlConnection connection, Guid id, string calendarId, string googleEventId, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE events e
               SET google_calendar_id = NULL, google_event_id = NULL, google_etag = NULL, google_event = NULL, google_agreed = NULL, google_updated_at = NULL
             WHERE e.google_calendar_id = @calendarId AND e.google_event_id = @googleEventId AND e.id <> @id AND e.deleted_at IS NOT NULL
            """,
            new { id, calendarId, googleEventId },
            cancellationToken: cancellationToken));

    /// <summary>Whether there is a row of that id, or one that is linked to the event.</summary>
    public static Task<bool> IsThereAsync(
        NpgsqlConnection connection, Guid id, string calendarId, string googleEventId, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            """
            SELECT EXISTS (SELECT FROM events e WHERE e.id = @id)
                OR EXISTS (SELECT FROM events e WHERE e.google_calendar_id = @calendarId AND e.google_event_id = @googleEventId)
            """,
            new { id, calendarId, googleEventId },
            cancellationToken: cancellationToken));

    public static Task<bool> IsLinkedAsync(NpgsqlConnection connection, string calendarId, string googleEventId, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT FROM events e WHERE e.google_calendar_id = @calendarId AND e.google_event_id = @googleEventId)",
            new { calendarId, googleEventId }, cancellationToken: cancellationToken));

    /// <summary>The event is deleted in Google, and whatever row there is of it was made again since: that is what both agree on.</summary>
    /// <returns>Whether there is one.</returns>
    public static async Task<bool> NoteDeletedAsync(NpgsqlConnection connection, string calendarId, string googleEventId, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE events SET google_event = coalesce(google_event, '{}') || jsonb_build_object('id', @googleEventId, 'status', 'cancelled')
             WHERE google_calendar_id = @calendarId AND google_event_id = @googleEventId
            """;
        return await connection.ExecuteAsync(new CommandDefinition(Sql, new { calendarId, googleEventId }, cancellationToken: cancellationToken)) > 0;
    }

    public static Task<bool> IsLinkedElsewhereAsync(NpgsqlConnection connection, Guid id, string calendarId, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT FROM events e WHERE e.id = @id AND e.google_calendar_id <> @calendarId)", new { id, calendarId }, cancellationToken: cancellationToken));

    /// <summary>The other synced calendars of the same account.</summary>
    public static async Task<IReadOnlyList<Connection>> FindSiblingsAsync(NpgsqlConnection connection, Connection calendar, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT {Connection.Columns} FROM google_calendar_connections c
             WHERE c.grant_id = @GrantId AND c.id <> @Id AND c.enabled AND c.status = 'connected'
             ORDER BY c.created_at, c.id
            """;
        return [.. await connection.QueryAsync<Connection>(new CommandDefinition(Sql, new { calendar.GrantId, calendar.Id }, cancellationToken: cancellationToken))];
    }

    public static async Task<IReadOnlyDictionary<Guid, PendingWrite>> LoadPendingAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        const string Sql = $"SELECT {PendingColumns} FROM google_calendar_writes w WHERE w.event_id = ANY(@ids)";
        var writes = await connection.QueryAsync<PendingWrite>(new CommandDefinition(Sql, new { ids = ids.ToArray() }, cancellationToken: cancellationToken));
        return writes.ToDictionary(w => w.EventId);
    }
}
