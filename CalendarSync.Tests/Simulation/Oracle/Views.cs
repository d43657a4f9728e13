using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>
/// Both sides as their users see them. An event's name is the first part of its title on both, <c>e1.v7</c>: nothing that the engine keeps
/// is asked which belong together.
/// </summary>
internal sealed class Views(SyncWorld world, IReadOnlyList<string> calendars)
{
    private const string Sql = """
        SELECT e.id, e.title, nullif(e.description, '') AS description, nullif(e.location, '') AS location,
               CASE WHEN e.all_day THEN e.start_date || '/' || e.end_date
                    ELSE to_char(e.start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '/' || to_char(e.end_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
               END AS time,
               e.deleted_at IS NULL AS live, e.recurrence IS NOT NULL AS recurs, e.role, e.google_calendar_id, e.google_event_id, e.google_etag,
               e.version = e.synced_version
               AND NOT EXISTS (SELECT FROM google_calendar_sync_queue q WHERE q.event_id = e.id AND q.status <> 'completed')
               AND NOT EXISTS (SELECT FROM google_calendar_writes w WHERE w.event_id = e.id) AS settled
          FROM events e
         WHERE @name::text IS NULL
            OR (e.title LIKE @name || '.%' AND (e.recurring_event_id IS NOT NULL) = (@name LIKE '%i%'))
         ORDER BY e.deleted_at IS NOT NULL, e.id
        """;

    /// <summary>The rows of that name, living ones first.</summary>
    public Task<IReadOnlyList<AppEvent>> AppAllAsync(string? name = null) => world.QueryAsync<AppEvent>(Sql, new { name });

    public async Task<AppEvent?> AppAsync(string name) => (await AppAllAsync(name)).FirstOrDefault();

    public IReadOnlyList<GoogleEvent> GoogleAll(string? name = null) =>
    [
        .. calendars
            .SelectMany(c => world.Google.AllEvents(c).Select(e => new GoogleEvent(c, e)))
            .Where(e => name is null || IsCalled(e, name))
            .OrderBy(e => !e.Live).ThenBy(e => e.Id, StringComparer.Ordinal),
    ];

    public GoogleEvent? Google(string name) => GoogleAll(name).FirstOrDefault();

    // Occurrences of a series have an i in their names; a hole in a series has the series' title.
    private static bool IsCalled(GoogleEvent e, string name) =>
        ((string?)e.Json["summary"])?.StartsWith(name + ".", StringComparison.Ordinal) == true
        && e.Json.ContainsKey("recurringEventId") == name.Contains('i', StringComparison.Ordinal);

    /// <summary>Both sides know all of each other, so that whatever comes next sees what was before.</summary>
    public async Task<bool> AreInStepAsync(string name) =>
        (await AppAsync(name), Google(name)) is ({ Settled: true } row, { } google)
        && row.Live == google.Live
        && string.Equals(row.GoogleEventId, google.Id, StringComparison.Ordinal)
        && string.Equals(row.GoogleCalendarId, google.Calendar, StringComparison.Ordinal)
        && string.Equals(row.GoogleEtag, google.Etag, StringComparison.Ordinal);
}
