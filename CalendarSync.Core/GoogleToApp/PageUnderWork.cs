using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>Collects the decisions of one page.</summary>
internal sealed class PageUnderWork(PullRun run, int items)
{
    private readonly List<EventChange> changes = new(items);
    private readonly List<ConflictRecord> conflicts = [];
    private readonly List<JournalEntry> journal = new(items);
    private readonly List<UnreadableItem> unreadable = [];
    private readonly HashSet<string> brought = new(StringComparer.Ordinal);
    private readonly HashSet<string> masters = new(StringComparer.Ordinal);
    private readonly List<Guid> arrived = [];
    private readonly List<Guid> owed = [];
    private readonly HashSet<Guid> returned = [];
    private SyncCounts counts = new();

    public PullRun Run => run;

    public void Add(Decision decision, GoogleEvent item, EventRow? row, EventChange? change, ConflictRecord? conflict, JournalEntry? entry)
    {
        if (change is not null)
        {
            changes.Add(change);
            if (change.IsNew)
            {
                brought.Add(change.GoogleEventId);
            }

            NoteMaster(decision, item, row);
        }

        if (row is not null && decision.GoogleEffect != GoogleEffect.None)
        {
            owed.Add(row.Id);
        }

        if (conflict is not null)
        {
            conflicts.Add(conflict);
        }

        if (entry is not null)
        {
            journal.Add(entry);
        }

        counts += new SyncCounts(
            Created: decision.RowEffect == RowEffect.Insert ? 1 : 0,
            Updated: decision.RowEffect == RowEffect.Write ? 1 : 0,
            Deleted: decision.RowEffect == RowEffect.Delete ? 1 : 0,
            Conflicts: conflict is null ? 0 : 1);
    }

    /// <summary>A hole in a series: a row that says that there is nothing on that day.</summary>
    public void AddHole(GoogleEvent item, Guid id)
    {
        var slot = GoogleEventMapper.SlotOf(item);
        changes.Add(new EventChange
        {
            Id = id,
            IsNew = true,
            CompanyId = run.Calendar.CompanyId,
            UserId = run.Calendar.UserId,
            Role = run.Calendar.Role,
            Presence = Presence.Deleted,
            CalendarId = run.Calendar.CalendarId,
            GoogleEventId = item.Id!,
            Etag = item.Etag,
            GoogleUpdatedAt = item.Updated,
            GoogleEvent = item.Raw,
            SyncedVersion = 1,
            RecurringEventId = item.RecurringEventId,
            OriginalStartAt = slot?.At,
            OriginalStartDate = slot?.Day,
        });
        journal.Add(new JournalEntry(run.RunId, run.Calendar.CompanyId, run.Calendar.Id, id, item.Id, false, "created", "hole_in_google"));
        counts += new SyncCounts(Created: 1);
    }

    /// <summary>An insert without a stored answer turns out to be in Google.</summary>
    public void NoteArrived(Guid rowId) => arrived.Add(rowId);

    public void SetAside(UnreadableItem item, Guid? rowId)
    {
        unreadable.Add(item);
        journal.Add(new JournalEntry(run.RunId, run.Calendar.CompanyId, run.Calendar.Id, rowId, item.Id, false, "set_aside", item.Reason));
        counts += new SyncCounts(Errors: 1);
    }

    /// <summary>Whether the page brings this series.</summary>
    public bool Brings(string seriesId) => brought.Contains(seriesId);

    /// <param name="stored">What was known of the series before this page.</param>
    public PageDecisions Finish(IReadOnlyDictionary<string, (Guid? Id, bool Purged)> stored)
    {
        var here = changes.Where(c => c.IsNew).ToDictionary(c => c.GoogleEventId, c => c.Id, StringComparer.Ordinal);
        var linked = changes
            .Select(c => c.RecurringEventId is { } id && (stored.GetValueOrDefault(id).Id ?? (here.TryGetValue(id, out var series) ? series : null)) is { } found
                ? c with { SeriesId = found } : c)
            .ToList();
        var seen = changes.Where(c => masters.Contains(c.GoogleEventId)).ToList();
        return new PageDecisions(
            linked, conflicts, journal, unreadable, [.. masters],
            [.. seen.Where(c => c.Presence == Presence.Live || returned.Contains(c.Id)).Select(c => c.GoogleEventId)],
            [.. seen.Where(c => returned.Contains(c.Id) || (c.IsNew && stored.GetValueOrDefault(c.GoogleEventId).Purged)).Select(c => c.GoogleEventId)],
            [.. seen.Where(c => !c.IsNew && (c.Changes & (EventField.Times | EventField.Recurrence)) != EventField.None).Select(c => c.GoogleEventId)],
            [.. owed], arrived, counts);
    }

    private void NoteMaster(Decision decision, GoogleEvent item, EventRow? row)
    {
        if (item.Recurrence is not { Count: > 0 } && row is not { IsSeries: true })
        {
            return;
        }

        masters.Add(item.Id!);
        if (row is not null && decision.Base is { Deleted: false } && (row.IsIn(run.Calendar.CalendarId) is false || EventSides.Agreed(row, null, null) is { Deleted: true }))
        {
            returned.Add(row.Id);
        }
    }
}
