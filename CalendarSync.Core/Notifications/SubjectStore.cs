using CalendarSync.Core.Storage;

using Dapper;

namespace CalendarSync.Core.Notifications;

/// <summary>Reads what a message is about, at the moment it is worded: texts stay where they are until then.</summary>
internal sealed class SubjectStore(Database database)
{
    /// <returns>Null where the event is gone or deleted.</returns>
    public async Task<EventSubject?> FindEventAsync(Guid eventId, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT e.title, e.location, e.start_at, e.end_at, e.start_date, e.end_date, coalesce(e.role, c.role) AS role, e.google_event ->> 'htmlLink' AS link
              FROM events e
              LEFT JOIN google_calendar_connections c ON c.calendar_id = e.google_calendar_id
             WHERE e.id = @eventId AND e.deleted_at IS NULL
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<EventSubject>(new CommandDefinition(Sql, new { eventId }, cancellationToken: cancellationToken));
    }

    /// <summary>What a calendar is called; its id, which is an address, only where it has no name of its own.</summary>
    public async Task<string?> FindCalendarAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            "SELECT coalesce(c.name, c.role, c.calendar_id) FROM google_calendar_connections c WHERE c.id = @connectionId",
            new { connectionId },
            cancellationToken: cancellationToken));
    }

    /// <returns>The names of the calendars of an account that has to be connected again; none where it is connected.</returns>
    public async Task<IReadOnlyList<string>> FindWaitingCalendarsAsync(Guid grantId, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT coalesce(c.name, c.role, c.calendar_id) FROM google_calendar_connections c JOIN google_calendar_grants g ON g.id = c.grant_id
             WHERE g.id = @grantId AND g.status = 'needs_reauth' ORDER BY c.created_at, c.id
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(Sql, new { grantId }, cancellationToken: cancellationToken))];
    }
}
