using CalendarSync.Core.Storage;

using Dapper;

namespace CalendarSync.Core.Upkeep;

/// <summary>
/// Brings what the calendar file says to the connections that are there already. Between the file and a PATCH it is as between two people: what the file
/// changes counts, unless somebody has changed the same of the connection since the file last said it.
/// </summary>
internal sealed class CalendarFileStore(Database database, CalendarSyncOptions options)
{
    // Where nothing is known of what the file said before, the connection stays as it is; what it does not have it takes.
    private const string Follow = """
        UPDATE google_calendar_connections c
           -- A calendar has a name without the file: its own.
           SET name = CASE WHEN c.file_said IS NULL THEN coalesce(c.name, f.name) WHEN c.name IS NOT DISTINCT FROM coalesce(c.file_said ->> 'name', c.name) THEN coalesce(f.name, c.name) ELSE c.name END,
               role = CASE WHEN c.file_said IS NULL THEN coalesce(c.role, f.role) WHEN c.role IS NOT DISTINCT FROM c.file_said ->> 'role' THEN f.role ELSE c.role END,
               color = CASE WHEN c.file_said IS NULL THEN coalesce(c.color, f.color) WHEN c.color IS NOT DISTINCT FROM c.file_said ->> 'color' THEN f.color ELSE c.color END,
               color_next_at = NULL,
               file_said = f.said,
               updated_at = @now
          FROM (SELECT DISTINCT ON (k.id) k.id, u.name, u.role, u.color, jsonb_build_object('name', u.name, 'role', u.role, 'color', u.color) AS said
                  FROM unnest(@ids, @names, @roles, @colors) WITH ORDINALITY AS u (id, name, role, color, place)
                  JOIN google_calendar_connections k
                    ON k.calendar_id = u.id OR (u.id = @primary AND EXISTS (SELECT FROM google_calendar_grants g WHERE g.id = k.grant_id AND g.account = k.calendar_id))
                 ORDER BY k.id, u.place) f
         WHERE c.id = f.id AND c.status <> 'disabled' AND c.file_said IS DISTINCT FROM f.said AND (@only::uuid[] IS NULL OR c.id = ANY(@only))
        """;

    /// <summary>Does nothing where there is no file, and nothing to a calendar that the file does not name.</summary>
    /// <param name="only">Of these connections; null: of all.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    /// <returns>How many connections heard something new.</returns>
    public async Task<int> FollowAsync(IReadOnlyList<Guid>? only, CancellationToken cancellationToken)
    {
        if (options.CalendarConfigPath is null)
        {
            return 0;
        }

        var calendars = options.Calendar.Calendars;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            Follow,
            new
            {
                ids = calendars.Select(c => c.Id).ToArray(),
                names = calendars.Select(c => c.Name).ToArray(),
                roles = calendars.Select(c => c.Role).ToArray(),
                colors = calendars.Select(c => c.Color).ToArray(),
                primary = Configuration.ConfiguredCalendar.PrimaryId,
                only = only?.ToArray(),
                now = database.Now,
            },
            cancellationToken: cancellationToken));
    }
}
