using CalendarSync.Local.Demo;

using NodaTime.Text;

namespace CalendarSync.Local.Page;

/// <summary>Everything that the page shows but the feed.</summary>
internal sealed record PageState(
    DateTime Now, string Today, string From, int Days, IReadOnlyList<SideEvent> App, IReadOnlyList<SideEvent> Google, IReadOnlyList<Waiting> Queue, CalendarState? Calendar,
    IReadOnlyList<string> Troubles, int OpenConflicts, Verdict Verdict)
{
    public static async Task<PageState> ReadAsync(
        DemoDatabase database, AppSide app, GoogleSide google, ShownDays today, ShownDays days, IReadOnlyList<string> troubles, CancellationToken cancellationToken)
    {
        // What happened before this moment is in all that follows. Google is asked last: a change that is there and not in the queue any more has arrived.
        await using DemoSnapshot snapshot = await database.SnapshotAsync(cancellationToken);
        DateTime now = await snapshot.QueryAsync<DateTime>("SELECT now()", null, cancellationToken);
        IReadOnlyList<SideEvent> rows = await app.ListAsync(snapshot, days, cancellationToken);
        IReadOnlyList<Waiting> queue = await snapshot.ListAsync<Waiting>(
            """
            SELECT q.event_id AS "EventId", e.google_event_id AS "GoogleId", q.action AS "Action", q.status AS "Status", q.error_message AS "Reason", q.next_attempt_at AS "Due",
                   q.lease_until AS "LeaseUntil", q.attempt_count AS "Attempts"
              FROM google_calendar_sync_queue q
              LEFT JOIN events e ON e.id = q.event_id
             WHERE q.status <> 'completed'
             ORDER BY q.id
            """,
            null,
            cancellationToken);
        CalendarState? calendar = await snapshot.QueryAsync<CalendarState>(
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
        int conflicts = await snapshot.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_conflicts WHERE status = 'open'", null, cancellationToken);
        IReadOnlyList<SideEvent> events = google.List(days);
        return new PageState(
            now, LocalDatePattern.Iso.Format(today.First), LocalDatePattern.Iso.Format(days.First), days.Count, rows, events, queue, calendar, troubles, conflicts, Verdict.Of(rows, events, queue.Count));
    }
}
