using CalendarSync.Local.Demo;

namespace CalendarSync.Local.Page;

/// <summary>Everything that the page shows but the feed.</summary>
internal sealed record PageState(
    DateTime Now, string Today, IReadOnlyList<SideEvent> App, IReadOnlyList<SideEvent> Google, IReadOnlyList<Waiting> Queue, CalendarState? Calendar,
    IReadOnlyList<string> Troubles, int OpenConflicts, Verdict Verdict)
{
    public static async Task<PageState> ReadAsync(DemoDatabase database, AppSide app, GoogleSide google, IReadOnlyList<string> troubles, CancellationToken cancellationToken)
    {
        // First: what happened before this moment is in all that follows.
        (DateTime now, string today) = await database.QueryAsync<(DateTime, string)>(
            "SELECT now(), (now() AT TIME ZONE @TimeZone)::date::text", new { DemoPeople.TimeZone }, cancellationToken);
        IReadOnlyList<SideEvent> rows = await app.ListAsync(cancellationToken);
        IReadOnlyList<SideEvent> events = await google.ListAsync(cancellationToken);
        IReadOnlyList<Waiting> queue = await database.ListAsync<Waiting>(
            """
            SELECT event_id AS "EventId", action AS "Action", status AS "Status", error_message AS "Reason", next_attempt_at AS "Due",
                   lease_until AS "LeaseUntil", attempt_count AS "Attempts"
              FROM google_calendar_sync_queue
             WHERE status <> 'completed'
             ORDER BY id
            """,
            null,
            cancellationToken);
        CalendarState? calendar = await database.QueryAsync<CalendarState>(
            """
            SELECT c.status AS "Status", c.last_error AS "Error", c.lease_until IS NOT NULL AS "Asking", c.listing_id IS NOT NULL AS "Listing", c.last_pull_at AS "LastPullAt",
                   g.paused_until AS "PausedUntil"
              FROM google_calendar_connections c
              JOIN google_calendar_grants g ON g.id = c.grant_id
             ORDER BY c.created_at
             LIMIT 1
            """,
            null,
            cancellationToken);
        int conflicts = await database.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_conflicts WHERE status = 'open'", null, cancellationToken);
        return new PageState(now, today, rows, events, queue, calendar, troubles, conflicts, Verdict.Of(rows, events, queue.Count));
    }
}
