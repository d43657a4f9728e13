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
    private readonly HashSet<string> masters = new(StringComparer.Ordinal);
    private readonly List<Guid> arrived = [];
    private SyncCounts counts = new();

    public PullRun Run => run;

    public void Add(Decision decision, GoogleEvent item, EventRow? row, EventChange? change, ConflictRecord? conflict, JournalEntry? entry)
    {
        if (change is not null)
        {
            changes.Add(change);
            NoteMaster(item, row);
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
    public bool Brings(string seriesId) => changes.Exists(c => c.IsNew && string.Equals(c.GoogleEventId, seriesId, StringComparison.Ordinal));

    /// <param name="stored">Series that were rows before this page.</param>
    public PageDecisions Finish(IReadOnlyDictionary<string, (Guid? Id, bool Purged)> stored)
    {
        var here = changes.Where(c => c.IsNew).ToDictionary(c => c.GoogleEventId, c => c.Id, StringComparer.Ordinal);
        var linked = changes
            .Select(c => c.RecurringEventId is { } id && (stored.GetValueOrDefault(id).Id ?? (here.TryGetValue(id, out var series) ? series : null)) is { } found
                ? c with { SeriesId = found } : c)
            .ToList();
        return new PageDecisions(linked, conflicts, journal, unreadable, [.. masters], arrived, counts);
    }

    private void NoteMaster(GoogleEvent item, EventRow? row)
    {
        if (item.Recurrence is { Count: > 0 } || row is { Recurrence.Length: > 0 })
        {
            masters.Add(item.Id!);
        }
    }
}
