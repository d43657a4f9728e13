using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;
using Npgsql;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// What a full listing adds to applying its pages: it marks what it sees and, with its last page, sweeps what it did not see. An empty
/// listing deletes nothing, and a great loss is held for a person.
/// </summary>
internal sealed class ListingEnd(Database database, IIdSource ids, SyncPolicy policy)
{
    // An event stored this shortly before the listing began may be missing in it only because Google shows writes a little later.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <summary>Before the last page is applied: events that the listing did not show, although they were in step only just before or since.</summary>
    public async Task<IReadOnlyList<string>> FindDoubtfulAsync(PullRun run, ReadPage page, CancellationToken cancellationToken)
    {
        if (run is not { IsFullListing: true, Calendar.ListingMarks: true })
        {
            return [];
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var unseen = await SweepStore.FindDoubtfulAsync(connection, QueryOf(run, database.Now), cancellationToken);
        return [.. unseen.Except(page.Page.Items.Select(i => i.Id!), StringComparer.Ordinal)];
    }

    /// <summary>In the page's transaction.</summary>
    public async Task<SyncCounts> MarkAndSweepAsync(
        NpgsqlConnection connection, PullRun run, ReadPage page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (run is not { IsFullListing: true, Calendar: { ListingMarks: true, ListingId: { } listing } })
        {
            return new SyncCounts();
        }

        var seen = page.Page.Items.Where(i => !i.IsCancelled).Select(i => i.Id!).Concat(page.Page.Unreadable.Select(u => u.Id)).ToArray();
        if (seen.Length > 0)
        {
            await SweepStore.MarkAsync(connection, listing, seen, cancellationToken);
        }

        return page.Page.NextPageToken is null ? await SweepAsync(connection, run, listing, page, now, cancellationToken) : new SyncCounts();
    }

    private async Task<SyncCounts> SweepAsync(
        NpgsqlConnection connection, PullRun run, Guid listing, ReadPage page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var query = QueryOf(run, now);
        var size = await SweepStore.MeasureAsync(connection, query, cancellationToken);
        var listed = run.Calendar.ListingItems + page.Page.Items.Count + page.Page.Unreadable.Count;
        if (DeletionGuard.Holds(listed, size.Unseen, size.Linked))
        {
            // The marks stay: whoever decides later decides about exactly what was missing now.
            await SweepStore.HoldAsync(connection, query, ids.NewId(), run.Calendar.CompanyId, size, cancellationToken);
            return new SyncCounts(Conflicts: 1);
        }

        var result = size.Unseen == 0 ? new SweepResult(0, 0) : await Sweep.CarryOutAsync(connection, query, run.Context, cancellationToken);
        await SweepStore.ForgetMarksAsync(connection, listing, cancellationToken);
        return new SyncCounts(Deleted: (int)result.Deleted, Conflicts: (int)result.Kept);
    }

    public SweepQuery QueryOf(PullRun run, DateTimeOffset now)
    {
        var startedAt = run.Calendar.ListingStartedAt ?? now;
        return new SweepQuery(
            run.Calendar.Id, run.Calendar.CalendarId, run.Calendar.ListingId!.Value, startedAt - Margin, startedAt - policy.Past, startedAt + policy.Future,
            run.RunId, now);
    }
}
