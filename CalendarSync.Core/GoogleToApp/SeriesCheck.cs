using CalendarSync.Core.Google;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// What the deltas do not tell of a series' exceptions: after its times or its rule have changed, or after it has come back, the series is listed by itself. One
/// call, some minutes later, since Google shows a change everywhere only after a while.
/// </summary>
internal sealed class SeriesCheck(IGoogleCalendar google, SeriesCheckStore store, PageApplier pages, Database database, SyncPolicy policy)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <param name="run">The turn, after its pull has come to its end.</param>
    /// <param name="parameters">What the sync token is bound to.</param>
    /// <param name="deadline">When to leave the rest to the next run, UTC.</param>
    /// <param name="cancellationToken">Stops between two series.</param>
    public async Task<SyncCounts> FollowAsync(PullRun run, string parameters, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var counts = new SyncCounts();
        foreach (var (seriesId, series, uid) in await store.FindAsync(run.Calendar, database.Now - Margin, cancellationToken))
        {
            if (database.Now >= deadline)
            {
                break;
            }

            var begunAt = database.Now;
            var listed = new List<string>();
            string? pageToken = null;
            do
            {
                var request = new EventListRequest(run.Calendar.CalendarId, null, pageToken, policy.EventTypes) { ICalUid = uid };
                var page = await google.ListEventsAsync(run.Calendar.Account, request, cancellationToken);
                pageToken = page.NextPageToken;
                listed.AddRange(page.Items.Select(i => i.Id!).Concat(page.Unreadable.Select(u => u.Id)));
                // Its tokens are not the pull's.
                counts += (await pages.ApplyAsync(
                    run, new ReadPage(page with { NextPageToken = null, NextSyncToken = null }, begunAt, null), parameters, cancellationToken)).Counts;
            }
            while (pageToken is not null);

            await SettleAsync(run, series, seriesId, listed, begunAt, parameters, cancellationToken);
        }

        return counts;
    }

    private Task SettleAsync(
        PullRun run, Guid series, string seriesId, List<string> listed, DateTimeOffset begunAt, string parameters, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                var now = database.Now;
                await SeriesCheckStore.SettleAsync(connection, run.Calendar.Id, series, seriesId, [.. listed], begunAt - Margin, now, cancellationToken);
                if (!await PullStore.AdvanceAsync(
                    connection, run.Calendar.Id, run.LeaseToken, new PullProgress(null, null, parameters, 0, null, null, null), now, cancellationToken))
                {
                    throw new LeaseLostException();
                }
            },
            cancellationToken);
}
