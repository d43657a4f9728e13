using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;
using Npgsql;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>Loads and locks what a page's events are in the application, and decides for each of them.</summary>
internal sealed class PageDecider(Database database, ServerClock clock, IIdSource ids, SyncPolicy policy)
{
    public async Task<PageDecisions> DecideAsync(
        NpgsqlConnection connection, PullRun run, IReadOnlyList<GoogleEvent> items, IReadOnlySet<string> moved, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
        {
            return new PageDecisions([], [], [], [], [], [], [], [], [], [], new SyncCounts());
        }

        var calendar = run.Calendar;
        string[] googleIds = [.. items.Select(i => i.Id!)];
        var ownIds = googleIds.Select(id => EventIds.TryParse(id, out var rowId, out _) ? rowId : (Guid?)null).OfType<Guid>().ToArray();
        var rows = await PageStore.LockRowsAsync(connection, calendar, googleIds, ownIds, cancellationToken);
        var pending = await PageStore.LoadPendingAsync(connection, calendar.CalendarId, googleIds, cancellationToken);
        var byId = rows.ToDictionary(r => r.Id);
        // Of two rows for one occurrence the one that is linked is it.
        var linked = rows.Where(r => r.GoogleEventId is not null && IsHere(r)).OrderBy(r => r.IsOccurrence).DistinctBy(r => r.GoogleEventId, StringComparer.Ordinal)
            .ToDictionary(r => r.GoogleEventId!, StringComparer.Ordinal);
        var elsewhere = rows.Where(r => r.GoogleEventId is not null && !IsHere(r)).ToLookup(r => r.GoogleEventId!, StringComparer.Ordinal);
        // A row that Google shows under its next id is that event; what its former id still shows is past.
        var former = pending.Values.Select(w => byId.GetValueOrDefault(w.EventId)?.GoogleEventId).OfType<string>().Except(pending.Keys, StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);

        var series = await SeriesOfPage.LoadAsync(connection, calendar, items, linked, cancellationToken);
        var range = new RangeCheck(policy, database.Now, calendar.TimeZone);
        var page = new PageUnderWork(run, items.Count);
        // Series first: what becomes of an exception that is new may hang on what becomes of them.
        foreach (var item in items.Where(i => !former.Contains(i.Id!)).OrderBy(i => i.RecurringEventId is not null))
        {
            var row = linked.GetValueOrDefault(item.Id!)
                ?? (pending.TryGetValue(item.Id!, out var sent) ? byId.GetValueOrDefault(sent.EventId) : null)
                ?? (EventIds.TryParse(item.Id!, out var rowId, out _) && byId.TryGetValue(rowId, out var own) && own.GoogleEventId is null ? own : null)
                ?? OfSlot(rows, item)
                ?? (moved.Contains(item.Id!) ? elsewhere[item.Id!].FirstOrDefault() : null);
            var isHole = item is { IsCancelled: true, RecurringEventId: not null };
            if (row is null && ((isHole && series.IsElsewhere(item, elsewhere[item.Id!])) || !series.Wants(item, page, range)))
            {
                // What is a row already is followed wherever it goes.
                continue;
            }

            try
            {
                DecideOne(page, item, row, pending.GetValueOrDefault(item.Id!));
            }
            catch (Exception e) when (e is FormatException or ArgumentException or System.Text.Json.JsonException)
            {
                page.SetAside(GoogleEventReader.SetAside(item.Raw, e.GetType().Name), row?.Id);
            }
        }

        return page.Finish(series.Stored);

        bool IsHere(EventRow row) => string.Equals(row.GoogleCalendarId, calendar.CalendarId, StringComparison.Ordinal);
    }

    /// <summary>An exception of the application's whose series' own insert has no answer yet, where Google shows that occurrence.</summary>
    private static EventRow? OfSlot(IReadOnlyList<EventRow> rows, GoogleEvent item) =>
        item.RecurringEventId is { } series && EventIds.TryParse(series, out var id, out _) && GoogleEventMapper.SlotOf(item) is { } slot
            ? rows.FirstOrDefault(r => r.GoogleEventId is null && r.SeriesId == id && OccurrenceBase.SlotOf(r) == slot)
            : null;

    private void DecideOne(PageUnderWork page, GoogleEvent item, EventRow? row, PendingWrite? sent)
    {
        var calendar = page.Run.Calendar;
        var isElsewhere = row?.IsIn(calendar.CalendarId) is false;
        if (!isElsewhere && row?.GoogleUpdatedAt > item.Updated && string.Equals(row.GoogleEventId, item.Id, StringComparison.Ordinal))
        {
            // A later state was stored between the look and the lock.
            return;
        }

        if (isElsewhere && item.IsCancelled)
        {
            // What a move leaves behind; the calendar that the event is in tells the rest, and a move of ours looks for itself.
            return;
        }

        if (sent is not null && !string.Equals(sent.GoogleCalendarId, calendar.CalendarId, StringComparison.Ordinal))
        {
            if (item.IsCancelled)
            {
                // What a move of ours leaves behind; the calendar that it goes to tells the rest.
                return;
            }

            sent = null;
        }

        if (row is null && item is { IsCancelled: true, RecurringEventId: not null })
        {
            page.AddHole(item, ids.NewId());
            return;
        }

        var state = EventSides.Google(item);
        var app = row is null ? null : EventSides.App(row, page.Run.Context);
        var agreed = row is null ? null : EventSides.Agreed(row.AsSeenIn(calendar.CalendarId), sent, state);
        var decision = Reconciler.Decide(app, agreed, state, clock.Offset, policy.Conflicts);
        if (sent is not null && row is { GoogleEventId: null } && !item.IsCancelled)
        {
            page.NoteArrived(row.Id);
        }

        var rowId = row?.Id ?? ids.NewId();
        page.Add(
            decision,
            item,
            row,
            // A move of our own is no reason to take the row's role for the calendar's.
            DecisionWrites.ToRow(decision, row, rowId, item, sent is null ? calendar : calendar with { Role = row?.Role ?? calendar.Role }),
            decision.Conflict is null ? null : DecisionWrites.ToConflict(decision, ids.NewId(), rowId, item, calendar),
            DecisionWrites.ToJournal(decision, row, rowId, item, calendar, page.Run.RunId));
    }
}
