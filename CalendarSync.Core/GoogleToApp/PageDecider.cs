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
            return new PageDecisions([], [], [], [], [], [], new SyncCounts());
        }

        var calendar = run.Calendar;
        string[] googleIds = [.. items.Select(i => i.Id!)];
        var ownIds = googleIds.Select(id => EventIds.TryParse(id, out var rowId, out _) ? rowId : (Guid?)null).OfType<Guid>().ToArray();
        var rows = await PageStore.LockRowsAsync(connection, calendar, googleIds, ownIds, cancellationToken);
        var pending = await PageStore.LoadPendingAsync(connection, calendar.CalendarId, googleIds, cancellationToken);
        var byId = rows.ToDictionary(r => r.Id);
        var linked = rows.Where(r => r.GoogleEventId is not null && IsHere(r)).ToDictionary(r => r.GoogleEventId!, StringComparer.Ordinal);
        var elsewhere = rows.Where(r => r.GoogleEventId is not null && !IsHere(r)).ToLookup(r => r.GoogleEventId!, StringComparer.Ordinal);
        // A row that Google shows under its next id is that event; what its former id still shows is past.
        var former = pending.Values.Select(w => byId.GetValueOrDefault(w.EventId)?.GoogleEventId).OfType<string>().Except(pending.Keys, StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);

        var page = new PageUnderWork(run, items.Count);
        foreach (var item in items.Where(i => !former.Contains(i.Id!)))
        {
            var row = linked.GetValueOrDefault(item.Id!)
                ?? (pending.TryGetValue(item.Id!, out var sent) ? byId.GetValueOrDefault(sent.EventId) : null)
                ?? (EventIds.TryParse(item.Id!, out var rowId, out _) && byId.TryGetValue(rowId, out var own) && own.GoogleEventId is null ? own : null)
                ?? (moved.Contains(item.Id!) ? elsewhere[item.Id!].FirstOrDefault() : null);
            if (row is null && item is { IsCancelled: true, RecurringEventId: not null } && elsewhere.Contains(item.Id!))
            {
                // Its series has moved away and took it along: no hole stays behind.
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

        return page.Finish(await SeriesOfAsync(connection, page, calendar.CalendarId, cancellationToken));

        bool IsHere(EventRow row) => string.Equals(row.GoogleCalendarId, calendar.CalendarId, StringComparison.Ordinal);
    }

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

        if (row is null && !item.IsCancelled && !IsInRange(item))
        {
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

    /// <summary>Changes outside the configured range do not become rows; what is a row already is followed wherever it goes.</summary>
    private bool IsInRange(GoogleEvent item)
    {
        if ((policy.Past is null && policy.Future is null) || item.Recurrence is { Count: > 0 } || GoogleEventMapper.ToFields(item).Times is not { } times)
        {
            return true;
        }

        var now = database.Now;
        var start = times.StartAt ?? new DateTimeOffset(times.StartDate!.Value, TimeOnly.MinValue, TimeSpan.Zero);
        var end = times.EndAt ?? new DateTimeOffset(times.EndDate!.Value, TimeOnly.MinValue, TimeSpan.Zero);
        return (policy.Past is null || end > now - policy.Past) && (policy.Future is null || start < now + policy.Future);
    }

    private static async Task<IReadOnlyDictionary<string, Guid>> SeriesOfAsync(
        NpgsqlConnection connection, PageUnderWork page, string calendarId, CancellationToken cancellationToken) =>
        page.SeriesIds.Length == 0
            ? new Dictionary<string, Guid>(StringComparer.Ordinal)
            : await PageStore.FindSeriesAsync(connection, calendarId, page.SeriesIds, cancellationToken);
}
