using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Acts;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>
/// Both sides as their users see them. An event's name is the first part of its title on both, <c>e1.v7</c>; an occurrence's is told by its series and its
/// slot, since a hole has the title of its series, or none. Whether the engine keeps them together is not asked.
/// </summary>
internal sealed class Views(SyncWorld world, IReadOnlyList<string> calendars)
{
    private const string Sql = """
        SELECT e.id, e.title, nullif(e.description, '') AS description, nullif(e.location, '') AS location,
               CASE WHEN e.all_day THEN e.start_date || '/' || e.end_date
                    ELSE to_char(e.start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '/' || to_char(e.end_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
               END AS time,
               CASE WHEN NOT e.all_day THEN e.start_at END AS start_at, CASE WHEN e.all_day THEN e.start_date END AS start_date,
               e.deleted_at IS NULL AS live, e.recurrence, e.series_id, e.recurring_event_id, e.original_start_at, e.original_start_date,
               e.role, e.google_calendar_id, e.google_event_id, e.google_etag, e.version = e.synced_version AS synced,
               e.version = e.synced_version
               AND NOT EXISTS (SELECT FROM google_calendar_sync_queue q WHERE q.event_id = e.id AND q.status <> 'completed')
               AND NOT EXISTS (SELECT FROM google_calendar_writes w WHERE w.event_id = e.id) AS settled
          FROM events e
         ORDER BY e.deleted_at IS NOT NULL, e.id
        """;

    // A series that was deleted for good goes on giving its exceptions their names.
    private readonly Dictionary<Guid, string> _series = [];

    public Slots Slots { get; } = new();

    /// <summary>The rows of that name, or all; living ones first.</summary>
    public async Task<IReadOnlyList<AppEvent>> AppAllAsync(string? name = null)
    {
        var rows = await world.QueryAsync<AppEvent>(Sql);
        foreach (var row in rows.Where(r => r.Slot is null && r.Title is not null))
        {
            _series[row.Id] = Names.OfTitle(row.Title)!;
        }

        return [.. rows.Select(r => r with { Name = NameOf(r, rows) }).Where(r => name is null || string.Equals(r.Name, name, StringComparison.Ordinal))];
    }

    public async Task<AppEvent?> AppAsync(string name) => (await AppAllAsync(name)).FirstOrDefault();

    /// <summary>
    /// The events of that name, or all; living ones first, and of deleted occurrences those whose series lives. What a move has left behind is older than a
    /// deletion that came after it.
    /// </summary>
    public IReadOnlyList<GoogleEvent> GoogleAll(string? name = null)
    {
        var events = calendars.SelectMany(c => world.Google.AllEvents(c).Select(e => new GoogleEvent(c, e))).ToList();
        return
        [
            .. events
                .Select(e => e with { Name = NameOf(e, events) })
                .Where(e => name is null || string.Equals(e.Name, name, StringComparison.Ordinal))
                .OrderBy(e => !e.Live).ThenBy(e => e.Slot is not null && SeriesOf(e, events) is not { Live: true })
                .ThenByDescending(e => e.Live ? null : e.Updated, StringComparer.Ordinal).ThenBy(e => e.Id, StringComparer.Ordinal),
        ];
    }

    public GoogleEvent? Google(string name) => GoogleAll(name).FirstOrDefault();

    /// <summary>Both sides know all of each other, so that whatever comes next sees what was before.</summary>
    public async Task<bool> AreInStepAsync(string name) => (await AppAsync(name), Google(name)) switch
    {
        ({ Settled: true } row, { } google) =>
            row.Live == google.Live
            && string.Equals(row.GoogleEventId, google.Id, StringComparison.Ordinal)
            && string.Equals(row.GoogleCalendarId, google.Calendar, StringComparison.Ordinal)
            && string.Equals(row.GoogleEtag, google.Etag, StringComparison.Ordinal),
        // What nobody has changed is in its series on both sides.
        (null, null) when Names.IsOccurrence(name) => await AreInStepAsync(Names.SeriesOf(name)) && !await IsADeletionUnderWayAsync(),
        _ => false,
    };

    /// <summary>As above, and of an occurrence also its series.</summary>
    public async Task<InStep> StepAsync(string name) =>
        new(await AreInStepAsync(name), Names.IsOccurrence(name) && await AreInStepAsync(Names.SeriesOf(name)));

    private async Task<bool> IsADeletionUnderWayAsync() => (await world.QueryAsync<bool>(
        "SELECT EXISTS (SELECT FROM google_calendar_sync_queue q WHERE q.status <> 'completed' AND NOT EXISTS (SELECT FROM events e WHERE e.id = q.event_id))")).Single();

    private string? NameOf(AppEvent row, IReadOnlyList<AppEvent> rows)
    {
        var own = Names.OfTitle(row.Title);
        if (row.Slot is not { } slot)
        {
            return own;
        }

        var series = own is not null
            ? Root(own)
            : row.SeriesId is { } id && _series.TryGetValue(id, out var known)
                ? known
                : Names.OfTitle(rows.FirstOrDefault(r => r.GoogleEventId is not null && string.Equals(r.GoogleEventId, row.RecurringEventId, StringComparison.Ordinal))?.Title);
        return series is null ? null : Slots.NameOf(series, slot) ?? $"{series}@{slot}";
    }

    private string? NameOf(GoogleEvent e, List<GoogleEvent> events)
    {
        var own = Names.OfTitle(e.Title);
        if (e.Slot is not { } slot)
        {
            return own;
        }

        var series = own is not null ? Root(own) : Names.OfTitle(SeriesOf(e, events)?.Title);
        return series is null ? null : Slots.NameOf(series, slot) ?? $"{series}@{slot}";
    }

    private static GoogleEvent? SeriesOf(GoogleEvent e, List<GoogleEvent> events) =>
        events.Find(s => string.Equals(s.Calendar, e.Calendar, StringComparison.Ordinal) && string.Equals(s.Id, e.SeriesId, StringComparison.Ordinal));

    private static string Root(string name) => Names.IsOccurrence(name) ? Names.SeriesOf(name) : name;
}
