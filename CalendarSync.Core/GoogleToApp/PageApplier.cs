using CalendarSync.Core.AppToGoogle;
using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Notifications;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;
using CalendarSync.Core.Telemetry;
using Npgsql;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// Applies one page: finds out what is known of its events, decides for each, and saves everything together with the place reached, in
/// one transaction and a constant number of statements.
/// </summary>
internal sealed class PageApplier(
    IGoogleCalendar google, PageStore store, Database database, PageDecider decider, ListingEnd listingEnd, SyncPolicy policy, Notices notices, ServerClock clock,
    Whereabouts whereabouts, AbsentSeries absentSeries)
{
    private const int MostTries = 3;

    // Clocks of two workers differ by less than this; and Google may show a write that much later.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <returns>What was done, and whether everything that the listing did not show could be decided; else it has to be listed again.</returns>
    public async Task<(SyncCounts Counts, bool Decided)> ApplyAsync(PullRun run, ReadPage page, string parameters, CancellationToken cancellationToken)
    {
        var doubtful = page.Page.NextPageToken is null ? await listingEnd.FindDoubtfulAsync(run, page, cancellationToken) : [];
        var absent = await absentSeries.FindAsync(run, page, cancellationToken);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryApplyAsync(run, page, doubtful, absent, parameters, cancellationToken);
            }
            catch (PostgresException e) when (tries < MostTries && e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // A row was linked, or locked in another order, between our look and our write: the second look sees it.
            }
        }
    }

    private async Task<(SyncCounts Counts, bool Decided)> TryApplyAsync(
        PullRun run, ReadPage page, IReadOnlyList<string> doubtful, IReadOnlyList<GoogleEvent> absent, string parameters, CancellationToken cancellationToken)
    {
        var calendar = run.Calendar;
        var items = Newest(page.Page.Items.Where(Concerns).Select(i => PrivateEvents.AsShown(i, calendar)));
        var known = await store.FindKnownAsync(calendar.CalendarId, [.. items.Keys], page.RequestedAt - Margin, cancellationToken);
        var news = new List<GoogleEvent>(items.Count);
        foreach (var (id, item) in items)
        {
            switch (Judge(item, known.GetValueOrDefault(id), page.RequestedAt))
            {
                case Freshness.New:
                    news.Add(item);
                    break;
                case Freshness.Doubtful:
                    // A tombstone of what Google does not know any more is the last word on it.
                    var now = await LookAsync(run, id, cancellationToken) ?? (item.IsCancelled ? item : null);
                    if (now is not null && !IsKnown(now, known.GetValueOrDefault(id)))
                    {
                        news.Add(now);
                    }

                    break;
            }
        }

        var decidedAll = true;
        foreach (var id in doubtful)
        {
            // Not listed and not found may both mean that Google has not caught up with our own write: a later listing will tell.
            if (await LookAsync(run, id, cancellationToken) is { } now)
            {
                news.Add(now);
            }
            else
            {
                decidedAll = false;
            }
        }

        news.AddRange(absent);
        await LeaveMovedAsync(run, news, known, cancellationToken);
        var moved = await FindMovedAsync(run, news, cancellationToken);
        return await database.InTransactionAsync(
            async connection =>
            {
                var now = database.Now;
                var decided = await decider.DecideAsync(connection, run, news, moved, cancellationToken);
                await EventWriter.WriteAsync(connection, decided.Changes, now, cancellationToken);
                var conflicts = await ConflictStore.WriteAsync(connection, decided.Conflicts, now, cancellationToken);
                if (policy.Conflicts == ConflictPolicy.Manual)
                {
                    await ConflictStore.SettleAsync(
                        connection, [.. decided.Changes.Where(c => !c.IsNew).Select(c => c.Id).Except(decided.Conflicts.Select(c => c.EventId))], now, cancellationToken);
                }

                await Journal.WriteAsync(connection, [.. decided.Journal.Where(e => DecisionWrites.IsNews(e, conflicts))], now, cancellationToken);
                await notices.ChangedAsync(connection, decided.Journal, cancellationToken);
                await notices.CreatedAsync(connection, calendar.CompanyId, decided.Arrived, cancellationToken);
                await FollowSeriesAsync(connection, calendar, decided, moved, now, cancellationToken);
                if (decided.Owed.Length > 0)
                {
                    await PageStore.OweAsync(connection, decided.Owed, now, cancellationToken);
                }

                if (decided.Arrived.Count > 0)
                {
                    await WriteLog.ForgetArrivedAsync(connection, [.. decided.Arrived], cancellationToken);
                }

                await PageStore.SetAsideAsync(
                    connection, calendar.Id, [.. page.Page.Unreadable, .. decided.Unreadable], [.. items.Keys.Except(decided.Unreadable.Select(u => u.Id), StringComparer.Ordinal)],
                    now, cancellationToken);
                var counts = decided.Counts + await listingEnd.MarkAndSweepAsync(connection, run, page, now, cancellationToken);
                var progress = new PullProgress(
                    page.Page.NextPageToken, page.Page.NextSyncToken, decidedAll ? parameters : null, page.Page.Items.Count + page.Page.Unreadable.Count, page.Page.TimeZone,
                    page.Page.AccessRole, page.RangeUntil);
                if (!await PullStore.AdvanceAsync(connection, calendar.Id, run.LeaseToken, progress, now, cancellationToken))
                {
                    throw new LeaseLostException();
                }

                // Of a full listing nobody knows when it could have been seen first.
                foreach (var change in decided.Changes.Where(c => !run.IsFullListing && c.GoogleUpdatedAt is not null && (c.IsNew || c.Changes != EventField.None)))
                {
                    SyncTelemetry.Lag(false, now + clock.Offset - change.GoogleUpdatedAt!.Value);
                }

                return (counts, decidedAll);
            },
            cancellationToken);
    }

    /// <summary>What the page says of series means something for their exceptions, which may be in other pages, or in none.</summary>
    private static async Task FollowSeriesAsync(
        NpgsqlConnection connection, Connection calendar, PageDecisions decided, IReadOnlySet<string> moved, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (decided.Masters.Any(moved.Contains))
        {
            await SeriesStore.FollowAsync(connection, calendar.CalendarId, decided.Masters, cancellationToken);
        }

        if (decided.Masters.Length > 0)
        {
            await SeriesStore.SettleAsync(connection, calendar.CalendarId, decided.Masters, now, cancellationToken);
        }

        if (decided.Revived.Length > 0)
        {
            await SeriesStore.SendExceptionsAsync(connection, calendar.CalendarId, decided.Revived, now, cancellationToken);
        }

        if (decided.Returned.Length > 0)
        {
            await SeriesCheckStore.AskAsync(connection, calendar.Id, decided.Returned, now, cancellationToken);
        }

        if (decided.Retimed.Length > 0)
        {
            await SeriesCheckStore.AskWhereExceptionsAsync(connection, calendar, decided.Retimed, now, cancellationToken);
        }
    }

    private bool Concerns(GoogleEvent item) =>
        item is { Id: not null } && (item.EventType is null || policy.EventTypes.Contains(item.EventType, StringComparer.Ordinal));

    /// <summary>An event that crossed a page boundary, or stands on a page twice, counts once, in its latest state.</summary>
    private static Dictionary<string, GoogleEvent> Newest(IEnumerable<GoogleEvent> items)
    {
        var newest = new Dictionary<string, GoogleEvent>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!newest.TryGetValue(item.Id!, out var other) || other.Updated is null || item.Updated is null || item.Updated >= other.Updated)
            {
                newest[item.Id!] = item;
            }
        }

        return newest;
    }

    /// <summary>
    /// Older states never overwrite newer ones. Google's <c>updated</c> tells them apart, except where it did not move or is not given; there the
    /// event is asked for again, if what we know was stored after the page was.
    /// </summary>
    private static Freshness Judge(GoogleEvent item, KnownState? known, DateTimeOffset requestedAt)
    {
        if (known is null)
        {
            return Freshness.New;
        }

        if (known.DeletedForGood)
        {
            // Its deletion is on the way and looks for itself; one that has just been sent may be newer than the page. A deleted exception is a hole from then on.
            return known.LastSyncedAt is null ? Freshness.Known
                : !item.IsCancelled ? Freshness.Doubtful
                : item.RecurringEventId is null ? Freshness.Known : Freshness.New;
        }

        if (IsKnown(item, known))
        {
            return Freshness.Known;
        }

        if (item.Updated is { } updated && known.GoogleUpdatedAt is { } last && updated != last)
        {
            return updated > last ? Freshness.New : Freshness.Known;
        }

        return known.LastSyncedAt >= requestedAt - Margin ? Freshness.Doubtful : Freshness.New;
    }

    private static bool IsKnown(GoogleEvent item, KnownState? known) =>
        item.Etag is not null && known is { DeletedForGood: false } && string.Equals(item.Etag, known.GoogleEtag, StringComparison.Ordinal);

    /// <summary>
    /// Events that somebody has moved here from another calendar of the account. The same id there may also be a guest's copy, or another event altogether:
    /// it has moved where this calendar is the organizer now, and the other one has it no longer. Where both say that they have it, it may have gone back
    /// since the page was read, or Google does not show everywhere yet that it went: what is here is asked for again, and where it says the same, and later, it is the same event. Two that say different things are two events.
    /// </summary>
    private async Task<IReadOnlySet<string>> FindMovedAsync(PullRun run, List<GoogleEvent> news, CancellationToken cancellationToken)
    {
        var moved = new HashSet<string>(StringComparer.Ordinal);
        string[] organized = [.. news.Where(i => i is { IsCancelled: false, Organizer.Self: true }).Select(i => i.Id!)];
        if (organized.Length == 0)
        {
            return moved;
        }

        foreach (var (id, calendarId, deleted) in await store.FindElsewhereAsync(run.Calendar, organized, cancellationToken))
        {
            var there = deleted ? null : await LookAsync(run, id, cancellationToken, calendarId);
            var hasMoved = there is null or { IsCancelled: true };
            if (there is { IsCancelled: false, Organizer.Self: true } && await LookAsync(run, id, cancellationToken) is { } now)
            {
                news[news.FindIndex(i => string.Equals(i.Id, id, StringComparison.Ordinal))] = now;
                hasMoved = !now.IsCancelled && now.Updated > there.Updated
                    && EventSides.Google(now).Fields.DifferencesFrom(EventSides.Google(there).Fields) == EventField.None;
            }

            if (hasMoved)
            {
                moved.Add(id);
            }
        }

        return moved;
    }

    /// <summary>
    /// Where the application has edited what this calendar calls deleted, a person may have moved it: its new calendar tells the rest, and the edit, on its
    /// way to Google, looks for it too.
    /// </summary>
    private async Task LeaveMovedAsync(
        PullRun run, List<GoogleEvent> news, IReadOnlyDictionary<string, KnownState> known, CancellationToken cancellationToken)
    {
        var left = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in news.Where(i => i.IsCancelled && known.GetValueOrDefault(i.Id!) is { Edited: true }).Select(i => i.Id!))
        {
            var found = await whereabouts.SearchAsync(run.Calendar, id, null, cancellationToken);
            if (found.Calendar is not null)
            {
                left.Add(id);
            }
        }

        news.RemoveAll(i => left.Contains(i.Id!));
    }

    private async Task<GoogleEvent?> LookAsync(PullRun run, string id, CancellationToken cancellationToken, string? calendarId = null)
    {
        try
        {
            return PrivateEvents.AsShown(
                await google.GetEventAsync(run.Calendar.Account, calendarId ?? run.Calendar.CalendarId, id, cancellationToken), run.Calendar);
        }
        catch (GoogleApiException e) when (e.Fault is GoogleFault.NotFound or GoogleFault.Gone)
        {
            return null;
        }
    }
}
