using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// Series that a full listing of a bounded range did not show although one of their occurrences is in the range. SQL cannot tell which those are, so they
/// are not swept with the rest: each is asked for by its id.
/// </summary>
internal sealed class AbsentSeries(IGoogleCalendar google, Database database, ListingEnd listingEnd, SyncPolicy policy)
{
    /// <summary>Tombstones of those that are deleted; none before the listing's last page.</summary>
    public async Task<IReadOnlyList<GoogleEvent>> FindAsync(PullRun run, ReadPage page, CancellationToken cancellationToken)
    {
        var calendar = run.Calendar;
        var range = new RangeCheck(policy, calendar.ListingStartedAt ?? database.Now, calendar.TimeZone);
        if (page.Page.NextPageToken is not null || run is not { IsFullListing: true, Calendar.ListingMarks: true } || !range.IsBounded)
        {
            return [];
        }

        IReadOnlyList<EventRow> unseen;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            unseen = await SweepStore.FindUnseenSeriesAsync(connection, listingEnd.QueryOf(run, database.Now), cancellationToken);
        }

        var shown = page.Page.Items.Select(i => i.Id!).ToHashSet(StringComparer.Ordinal);
        var deleted = new List<GoogleEvent>();
        var forgotten = new List<GoogleEvent>();
        foreach (var id in unseen.Where(r => !shown.Contains(r.GoogleEventId!) && IsIn(range, r)).Select(r => r.GoogleEventId!))
        {
            try
            {
                var now = await google.GetEventAsync(calendar.Account, calendar.CalendarId, id, cancellationToken);
                if (now.IsCancelled)
                {
                    deleted.Add(now);
                }
            }
            catch (GoogleApiException e) when (e.Fault is GoogleFault.NotFound or GoogleFault.Gone)
            {
                forgotten.Add(GoogleEventReader.Stored(PendingWrite.DeletionBody(id)));
            }
        }

        // What Google only does not know is told as little as what a listing does not show.
        return DeletionGuard.Holds(calendar.ListingItems + page.Page.Items.Count, forgotten.Count, 0) ? deleted : [.. deleted, .. forgotten];
    }

    private static bool IsIn(RangeCheck range, EventRow row) => row.ToFields() is { Times: { } times } fields && range.Holds(times, fields.Recurrence?.Lines);
}
