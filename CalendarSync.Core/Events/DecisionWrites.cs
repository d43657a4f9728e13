using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;
using Npgsql;

namespace CalendarSync.Core.Events;

/// <summary>How a decision becomes writes to the database: the row with its base, the conflict, the journal.</summary>
internal static class DecisionWrites
{
    private const string Held = "held";

    /// <summary>The write to the row; null where there is nothing to write.</summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="row">The row as locked; null where it does not exist.</param>
    /// <param name="rowId">The row's id, also of one to be made.</param>
    /// <param name="actual">Google's event; null where Google has none.</param>
    /// <param name="calendar">Where the event is.</param>
    public static EventChange? ToRow(Decision decision, EventRow? row, Guid rowId, GoogleEvent? actual, Connection calendar)
    {
        if (decision.Base is not { } agreed || (IsNothingNew(decision, row) && !Moves(row, calendar)) || (row is null && decision.RowEffect is RowEffect.None or RowEffect.Delete))
        {
            return null;
        }

        return new EventChange
        {
            Id = rowId,
            IsNew = row is null,
            CompanyId = calendar.CompanyId,
            UserId = calendar.UserId,
            Role = calendar.Role,
            Fields = decision.Target ?? new EventFields(),
            Changes = decision.RowEffect is RowEffect.Insert or RowEffect.Write ? decision.RowChanges : EventField.None,
            Presence = PresenceAfter(decision, row),
            CalendarId = calendar.CalendarId,
            GoogleEventId = actual?.Id ?? row?.GoogleEventId ?? string.Empty,
            Etag = agreed.Etag,
            GoogleUpdatedAt = actual?.Updated,
            // A tombstone says less than what is known: it only marks it. What it says of an event that nobody here has seen alive is no agreement either.
            GoogleEvent = actual is not { IsCancelled: true } ? actual?.Raw : row?.GoogleEvent is not null ? OccurrenceBase.HoleOf(row) : PendingWrite.DeletionBody(actual.Id!),
            Tombstone = agreed.Deleted,
            Agreed = agreed.App,
            SyncedVersion = decision.Settles ? row?.Version ?? 1 : null,
            RecurringEventId = actual?.RecurringEventId,
            OriginalStartAt = actual is null ? null : GoogleEventMapper.SlotOf(actual)?.At,
            OriginalStartDate = actual is null ? null : GoogleEventMapper.SlotOf(actual)?.Day,
        };
    }

    public static ConflictRecord? ToConflict(Decision decision, Guid id, Guid rowId, GoogleEvent? actual, Connection calendar) =>
        decision.Conflict is { } finding
            ? new ConflictRecord(id, calendar.CompanyId, calendar.Id, rowId, finding, finding.Winner == Winner.Open ? actual?.Raw : null)
            : null;

    /// <summary>The journal's line about what happened to the row; null where nothing did.</summary>
    public static JournalEntry? ToJournal(Decision decision, EventRow? row, Guid rowId, GoogleEvent? actual, Connection calendar, Guid runId)
    {
        var done = decision switch
        {
            { Conflict.Winner: Winner.Open } => Held,
            { RowEffect: RowEffect.Insert } => "created",
            { RowEffect: RowEffect.Write } when row is null or { DeletedAt: not null } => "revived",
            { RowEffect: RowEffect.Write } => "updated",
            { RowEffect: RowEffect.Delete } => "deleted",
            { Conflict: not null } => "kept",
            { App: Change.New } => "linked",
            _ => null,
        };
        if (done is null)
        {
            return null;
        }

        var changed = row is null ? EventField.None : decision.RowChanges;
        return new JournalEntry(
            runId,
            calendar.CompanyId,
            calendar.Id,
            rowId,
            actual?.Id ?? row?.GoogleEventId,
            false,
            done,
            decision.Reason,
            changed == EventField.None ? null : EventFieldsDocument.Write(row!.ToFields(), changed),
            changed == EventField.None || decision.Target is null ? null : EventFieldsDocument.Write(decision.Target, changed));
    }

    /// <summary>Writes all three, for one event, in the caller's transaction.</summary>
    /// <returns>The journal's line; null where nothing happened to the row.</returns>
    public static async Task<JournalEntry?> SaveAsync(
        NpgsqlConnection connection,
        Decision decision,
        EventRow? row,
        Guid rowId,
        GoogleEvent? actual,
        Connection calendar,
        Guid runId,
        IIdSource ids,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (ToRow(decision, row, rowId, actual, calendar) is { } change)
        {
            if (change is { IsNew: true, RecurringEventId: { } series })
            {
                // An exception that comes back as a row belongs to its series again.
                var found = await PageStore.FindSeriesAsync(connection, calendar.CalendarId, [series], cancellationToken);
                change = change with { SeriesId = found.GetValueOrDefault(series).Id };
            }

            await EventWriter.WriteAsync(connection, [change], now, cancellationToken);
            if ((change.Tombstone && row is { IsSeries: true }) || (change.IsNew && actual is { Recurrence.Count: > 0 }))
            {
                await SeriesStore.SettleAsync(connection, calendar.CalendarId, [change.GoogleEventId], now, cancellationToken);
            }

            if (change.Presence == Presence.Live && actual is { Recurrence.Count: > 0 })
            {
                await SeriesStore.SendExceptionsAsync(connection, calendar.CalendarId, [change.GoogleEventId], now, cancellationToken);
            }
        }

        var news = await ConflictStore.WriteAsync(
            connection, ToConflict(decision, ids.NewId(), rowId, actual, calendar) is { } conflict ? [conflict] : [], now, cancellationToken);
        var entry = ToJournal(decision, row, rowId, actual, calendar, runId) is { } told && IsNews(told, news) ? told : null;
        if (entry is not null)
        {
            await Journal.WriteAsync(connection, [entry], now, cancellationToken);
        }

        return entry;
    }

    /// <summary>That an event waits for a choice is told once for each question, whichever direction meets it again.</summary>
    /// <param name="entry">A line of the journal.</param>
    /// <param name="conflicts">The events whose conflict is new, or another one.</param>
    public static bool IsNews(JournalEntry entry, IReadOnlySet<Guid> conflicts) =>
        entry.Decision is not Held || (entry.EventId is { } id && conflicts.Contains(id));

    private static bool Moves(EventRow? row, Connection calendar) =>
        row is { GoogleCalendarId: { } at } && !string.Equals(at, calendar.CalendarId, StringComparison.Ordinal);

    // A deletion in doubt that turns out to have arrived changes nothing but the base.
    private static bool IsNothingNew(Decision decision, EventRow? row) =>
        decision is { RowEffect: RowEffect.None, App: Change.Unchanged, Google: Change.Unchanged }
        && (row is null || EventSides.Agreed(row, null, null)?.Deleted == decision.Base?.Deleted);

    private static Presence PresenceAfter(Decision decision, EventRow? row) => decision.RowEffect switch
    {
        RowEffect.Delete => Presence.Deleted,
        RowEffect.Insert => Presence.Live,
        RowEffect.Write when row is null or { DeletedAt: not null } => Presence.Live,
        _ => Presence.Keep,
    };
}
