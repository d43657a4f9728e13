using CalendarSync.Core.Google;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Storage;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// Pulls one calendar: from its sync token, or by a full listing where it has none that Google still takes; page by page, each
/// page and the place reached in one transaction.
/// </summary>
internal sealed class CalendarPuller(
    IGoogleCalendar google, PullStore store, PageApplier pages, RangeExtension range, SeriesCheck series, Database database, AccountTrouble trouble, IIdSource ids, SyncPolicy policy,
    ILogger<CalendarPuller> logger)
{
    private const int MostRestarts = 2;

    /// <param name="connectionId">Which calendar.</param>
    /// <param name="full">List everything, whatever the token says.</param>
    /// <param name="deadline">When to leave the rest to the next run, UTC.</param>
    /// <param name="runId">In the journal.</param>
    /// <param name="cancellationToken">Stops between two pages.</param>
    public async Task<PullResult> PullAsync(Guid connectionId, bool full, DateTimeOffset deadline, Guid runId, CancellationToken cancellationToken)
    {
        var lease = ids.NewId();
        var counts = new SyncCounts(Connections: 1);
        if (await store.AcquireAsync(connectionId, lease, cancellationToken) is not { } calendar)
        {
            return new PullResult(PullOutcome.NotOurs, new SyncCounts());
        }

        var answers = calendar.PullRequestedAt;
        var outcome = PullOutcome.Failed;
        try
        {
            while (true)
            {
                (calendar, var done, outcome) = await PullOnceAsync(calendar, lease, full, deadline, runId, cancellationToken);
                counts += done;
                full = false;
                if (outcome != PullOutcome.Done || database.Now >= deadline || await store.ReleaseAsync(connectionId, lease, answers, true, cancellationToken) is not { } next)
                {
                    break;
                }

                answers = next;
            }
        }
        catch (LeaseLostException)
        {
            logger.PullLeaseLost(connectionId);
            return new PullResult(PullOutcome.NotOurs, counts);
        }
        catch (GoogleApiException e)
        {
            logger.PullFailed(connectionId, e.Status, e.Reason, e.Fault);
            await store.NoteFailureAsync(connectionId, lease, $"Google answered {e.Status} {e.Reason}", cancellationToken);
            await trouble.NoteAsync(calendar, e, cancellationToken);
            counts += new SyncCounts(Errors: 1);
            outcome = PullOutcome.Failed;
        }
        finally
        {
            // A pull that did not come to its end has not answered the request for it.
            await store.ReleaseAsync(connectionId, lease, outcome == PullOutcome.Done ? answers : null, false, CancellationToken.None);
        }

        return new PullResult(outcome, counts);
    }

    private async Task<(Connection Calendar, SyncCounts Counts, PullOutcome Outcome)> PullOnceAsync(
        Connection calendar, Guid lease, bool full, DateTimeOffset deadline, Guid runId, CancellationToken cancellationToken)
    {
        var counts = new SyncCounts();
        for (var restarts = 0; ; restarts++)
        {
            try
            {
                var startsOver = full || (calendar.ListingId is null && (calendar.SyncToken is null || !string.Equals(calendar.SyncParams, ParametersOf(calendar), StringComparison.Ordinal)));
                if (startsOver)
                {
                    calendar = await store.BeginListingAsync(calendar.Id, lease, ids.NewId(), cancellationToken);
                }

                var run = new PullRun(
                    runId, lease, calendar, new WriteContext(calendar.TimeZone, RemindersDocument.Read(calendar.DefaultReminders) ?? policy.DefaultReminders));
                (calendar, var done, var finished) = await PullPagesAsync(run, deadline, cancellationToken);
                counts += done;
                if (finished)
                {
                    counts += await range.FollowAsync(run with { Calendar = calendar }, ParametersOf(calendar), deadline, cancellationToken);
                    counts += await series.FollowAsync(run with { Calendar = calendar }, ParametersOf(calendar), deadline, cancellationToken);
                }

                return (calendar, counts, finished ? PullOutcome.Done : PullOutcome.Unfinished);
            }
            catch (GoogleApiException e) when (e.Fault == GoogleFault.FullSyncRequired && restarts < MostRestarts)
            {
                logger.FullListingRequired(calendar.Id, e.Status, e.Reason);
                full = true;
            }
        }
    }

    private async Task<(Connection Calendar, SyncCounts Counts, bool Finished)> PullPagesAsync(
        PullRun run, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var counts = new SyncCounts();
        var calendar = run.Calendar;
        var ahead = ReadAsync(run, calendar.PageToken, cancellationToken);
        while (true)
        {
            var page = await ahead;
            if (page.Page.NextPageToken is { } next && policy.ReadsAhead)
            {
                // The network and the database work at the same time; at most one page waits.
                ahead = ReadAsync(run, next, cancellationToken);
            }

            bool decided;
            try
            {
                (var done, decided) = await pages.ApplyAsync(run with { Calendar = calendar }, page, ParametersOf(calendar), cancellationToken);
                counts += done;
            }
            catch
            {
                await ahead.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                throw;
            }

            calendar = calendar with
            {
                PageToken = page.Page.NextPageToken,
                SyncToken = page.Page.NextSyncToken ?? calendar.SyncToken,
                SyncParams = page.Page.NextSyncToken is null ? calendar.SyncParams : decided ? ParametersOf(calendar) : null,
                ListingItems = calendar.ListingItems + page.Page.Items.Count + page.Page.Unreadable.Count,
                TimeZone = page.Page.TimeZone ?? calendar.TimeZone,
                RangeUntil = page.RangeUntil ?? calendar.RangeUntil,
            };
            if (page.Page.NextPageToken is null)
            {
                return (calendar with { ListingId = null, ListingStartedAt = null }, counts, true);
            }

            if (database.Now >= deadline)
            {
                await ahead.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return (calendar, counts, false);
            }

            if (!policy.ReadsAhead)
            {
                ahead = ReadAsync(run, page.Page.NextPageToken, cancellationToken);
            }
        }
    }

    private async Task<ReadPage> ReadAsync(PullRun run, string? pageToken, CancellationToken cancellationToken)
    {
        var calendar = run.Calendar;
        var requestedAt = database.Now;
        var request = new EventListRequest(
            calendar.CalendarId,
            run.IsFullListing ? null : calendar.SyncToken,
            pageToken,
            policy.EventTypes,
            run.IsFullListing ? WindowStart(calendar) : null,
            run.IsFullListing ? WindowEnd(calendar) : null);
        var page = await google.ListEventsAsync(calendar.Account, request, cancellationToken);
        if (page.NextPageToken is null && page.NextSyncToken is null)
        {
            throw new GoogleApiException(GoogleFault.Transient, 200, "listingWithoutToken");
        }

        return new ReadPage(page, requestedAt, run.IsFullListing && page.NextPageToken is null ? WindowEnd(calendar) : null);
    }

    private DateTimeOffset? WindowStart(Connection calendar) => calendar.ListingStartedAt - policy.Past;

    private DateTimeOffset? WindowEnd(Connection calendar) => calendar.ListingStartedAt + policy.Future;

    // A token is bound to these: when they change it is dropped.
    private string ParametersOf(Connection calendar) =>
        $"types={string.Join(',', policy.EventTypes.Order(StringComparer.Ordinal))};past={policy.Past?.TotalDays};future={policy.Future?.TotalDays}{(calendar.PrivateAsBusy ? ";private=busy" : "")}";
}
