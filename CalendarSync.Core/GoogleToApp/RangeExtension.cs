using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// With a bounded sync range time itself brings events into it: nobody changes them, so no sync token tells. What the range has gained since
/// it was last looked at is listed, once its gain is worth a call.
/// </summary>
internal sealed class RangeExtension(IGoogleCalendar google, PageApplier pages, Database database, SyncPolicy policy)
{
    // Events that far ahead can wait; and a call a day is what a calendar costs by this.
    private static readonly TimeSpan Step = TimeSpan.FromDays(1);

    /// <param name="run">The turn, after its pull has come to its end.</param>
    /// <param name="parameters">What the sync token is bound to.</param>
    /// <param name="deadline">When to leave the rest to the next run, UTC; it begins again then.</param>
    /// <param name="cancellationToken">Stops between two pages.</param>
    public async Task<SyncCounts> FollowAsync(PullRun run, string parameters, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var counts = new SyncCounts();
        if (policy.Future is not { } future || run.Calendar.RangeUntil is not { } known || database.Now + future - known < Step)
        {
            return counts;
        }

        var until = database.Now + future;
        string? pageToken = null;
        do
        {
            var requestedAt = database.Now;
            var request = new EventListRequest(run.Calendar.CalendarId, null, pageToken, policy.EventTypes, known, until);
            var page = await google.ListEventsAsync(run.Calendar.Account, request, cancellationToken);
            pageToken = page.NextPageToken;
            // Its tokens are not the pull's.
            var read = new ReadPage(page with { NextPageToken = null, NextSyncToken = null }, requestedAt, pageToken is null ? until : null);
            counts += (await pages.ApplyAsync(run, read, parameters, cancellationToken)).Counts;
        }
        while (pageToken is not null && database.Now < deadline);

        return counts;
    }
}
