using System.Text;

using CalendarSync.Core.AppToGoogle;
using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

using Npgsql;

namespace CalendarSync.Core.Conflicts;

/// <summary>
/// Carries out a person's choice, in one transaction. Of an open conflict the event was left alone until now: what is decided goes to the row here, and to
/// Google with the processor's next run, on the condition that the event there is still the one that the question was about. Of a conflict that
/// a policy decided the chosen values become a new edit.
/// </summary>
internal sealed class ConflictResolver(Database database, IIdSource ids, SyncPolicy policy)
{
    /// <summary>Decides for good; a second answer is refused, and so is one to a question that has changed since <paramref name="seen"/>.</summary>
    public Task<ConflictOutcome> ResolveAsync(
        ConflictRow asked, string? choice, IReadOnlyDictionary<string, string>? fields, DateTimeOffset? seen, Guid userId, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                var rows = await EventStore.LockAsync(connection, asked.EventId is { } id ? [id] : [], cancellationToken);
                if (seen is not null && asked.EventId is { } edited)
                {
                    await RefreshAsync(connection, asked.Id, edited, rows, cancellationToken);
                }

                if (await ResolutionStore.LockAsync(connection, asked.Id, cancellationToken) is not { Status: not "resolved", EventId: { } eventId } conflict)
                {
                    return new ConflictOutcome(null, 409, asked.EventId is null ? "A sweep is decided at its connection." : "This conflict is decided already.");
                }

                if (seen is { } then && conflict.UpdatedAt != then)
                {
                    return new ConflictOutcome(null, 409, "The event was edited meanwhile: look at both sides again.");
                }

                var disputed = string.Equals(conflict.Kind, "fields", StringComparison.Ordinal) ? FieldNames.Parse(conflict.Fields) : EventField.None;
                if (ConflictChoice.Read(choice, fields, disputed, out var fault) is not { } chosen)
                {
                    return new ConflictOutcome(null, 400, fault);
                }

                var row = rows.GetValueOrDefault(eventId);
                var calendar = await ResolutionStore.FindCalendarAsync(connection, conflict.ConnectionId, cancellationToken);
                if (string.Equals(conflict.Status, "open", StringComparison.Ordinal) && calendar is not null)
                {
                    await DecideAsync(connection, conflict, calendar, eventId, row, chosen, cancellationToken);
                }
                else
                {
                    await EditAsync(connection, conflict, eventId, row, chosen, disputed, cancellationToken);
                }

                await ResolutionStore.ResolveAsync(connection, conflict.Id, chosen.Name, userId, database.Now, cancellationToken);
                return new ConflictOutcome(await ResolutionStore.LockAsync(connection, conflict.Id, cancellationToken));
            },
            cancellationToken);

    /// <summary>
    /// The application has edited an event whose conflict is open: the question is asked anew, or is none any more.
    /// </summary>
    public Task RefreshAsync(Guid conflictId, Guid eventId, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
                await RefreshAsync(connection, conflictId, eventId, await EventStore.LockAsync(connection, [eventId], cancellationToken), cancellationToken),
            cancellationToken);

    private async Task RefreshAsync(
        NpgsqlConnection connection, Guid conflictId, Guid eventId, IReadOnlyDictionary<Guid, EventRow> rows, CancellationToken cancellationToken)
    {
        if (!rows.TryGetValue(eventId, out var row)
            || await ResolutionStore.LockAsync(connection, conflictId, cancellationToken) is not { Status: "open" } conflict
            || await ResolutionStore.FindCalendarAsync(connection, conflict.ConnectionId, cancellationToken) is not { } calendar)
        {
            return;
        }

        var now = database.Now;
        var (app, agreed, google, actual) = await SidesAsync(connection, conflict, calendar, eventId, row, cancellationToken);
        var decision = Reconciler.Decide(app, agreed, google, TimeSpan.Zero, ConflictPolicy.Manual);
        if (decision.Conflict is { } finding)
        {
            // The same words are no news, and are not written.
            await ConflictStore.WriteAsync(connection, [new ConflictRecord(conflict.Id, conflict.CompanyId, calendar.Id, eventId, finding, actual?.Raw)], now, cancellationToken);
            return;
        }

        await SaveAsync(connection, conflict, calendar, row, actual, decision, "settled_by_an_edit", now, cancellationToken);
        await ResolutionStore.ResolveAsync(connection, conflict.Id, "none", null, now, cancellationToken);
    }

    private async Task DecideAsync(
        NpgsqlConnection connection, ConflictRow conflict, Connection calendar, Guid eventId, EventRow? row, ConflictChoice choice, CancellationToken cancellationToken)
    {
        var now = database.Now;
        var (app, agreed, google, actual) = await SidesAsync(connection, conflict, calendar, eventId, row, cancellationToken);
        var decision = ConflictDecision.Decide(app, agreed, google, choice.FromGoogle, !string.Equals(conflict.Kind, "fields", StringComparison.Ordinal));
        await SaveAsync(connection, conflict, calendar, row, actual, decision, "chosen_" + choice.Name, now, cancellationToken);
        if (row is null && decision.RowEffect == RowEffect.Insert)
        {
            await ResolutionStore.WithdrawDeletionAsync(connection, eventId, now, cancellationToken);
        }
    }

    private async Task SaveAsync(
        NpgsqlConnection connection, ConflictRow conflict, Connection calendar, EventRow? row, GoogleEvent? actual, Decision decision, string reason, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var eventId = conflict.EventId!.Value;
        if (DecisionWrites.ToRow(decision, row, eventId, actual, calendar) is { } change)
        {
            await EventWriter.WriteAsync(connection, [change], now, cancellationToken);
        }

        var changed = row is null ? EventField.None : decision.RowChanges;
        var entry = new JournalEntry(
            ids.NewId(), conflict.CompanyId, calendar.Id, eventId, actual?.Id ?? row?.GoogleEventId, false, "resolved", reason,
            changed == EventField.None ? null : EventFieldsDocument.Write(row!.ToFields(), changed),
            changed == EventField.None || decision.Target is null ? null : EventFieldsDocument.Write(decision.Target, changed));
        await Journal.WriteAsync(connection, [entry], now, cancellationToken);
        await WriteLog.ForgetAsync(connection, eventId, cancellationToken);
        await ResolutionStore.ReleaseAsync(connection, eventId, actual?.Etag, now, cancellationToken);
    }

    private async Task<(AppState? App, Agreement? Agreed, GoogleState? Google, GoogleEvent? Actual)> SidesAsync(
        NpgsqlConnection connection, ConflictRow conflict, Connection calendar, Guid eventId, EventRow? row, CancellationToken cancellationToken)
    {
        var actual = conflict.GoogleEvent is null ? null : GoogleEventReader.Stored(Encoding.UTF8.GetBytes(conflict.GoogleEvent));
        var google = actual is null ? null : EventSides.Google(actual);
        var pending = (await EventStore.LoadPendingAsync(connection, [eventId], cancellationToken)).GetValueOrDefault(eventId);
        if (row is null)
        {
            // A person has seen both sides: nobody asks for times, nor whether Google's edit was one.
            return (google is null ? null : new AppState(google.Fields, google.Fields, conflict.CreatedAt, true), null, google, actual);
        }

        var context = new WriteContext(calendar.TimeZone, RemindersDocument.Read(calendar.DefaultReminders) ?? policy.DefaultReminders);
        var app = EventSides.App(row, WritePlan.ContextOf(new PushRun(Guid.Empty, calendar, context), row));
        return (app, EventSides.Agreed(row, pending, google), google, actual);
    }

    private async Task EditAsync(
        NpgsqlConnection connection, ConflictRow conflict, Guid eventId, EventRow? row, ConflictChoice choice, EventField disputed, CancellationToken cancellationToken)
    {
        var fromGoogle = choice.FromGoogle != EventField.None;
        var now = database.Now;
        if (disputed == EventField.None)
        {
            await TakeWholeAsync(connection, conflict, eventId, row, fromGoogle ? conflict.Google : conflict.App, now, cancellationToken);
            return;
        }

        if (row is null)
        {
            // Deleted for good since: there is nothing to put the values into.
            return;
        }

        var target = Fields(conflict.App).With(choice.FromGoogle, Fields(conflict.Google));
        var changes = disputed & row.ToFields().DifferencesFrom(target);
        if (changes != EventField.None && row.DeletedAt is null)
        {
            await ResolutionStore.EditAsync(connection, eventId, target, changes, null, now, cancellationToken);
        }
    }

    /// <summary>The side's event as a whole: there again, or gone.</summary>
    private static async Task TakeWholeAsync(
        NpgsqlConnection connection, ConflictRow conflict, Guid eventId, EventRow? row, string? side, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (side is null)
        {
            if (row is { DeletedAt: null })
            {
                await ResolutionStore.EditAsync(connection, eventId, new EventFields(), EventField.None, true, now, cancellationToken);
            }

            return;
        }

        var fields = Fields(side);
        // Of a sweep only the title was kept: what the row says otherwise stands.
        var known = conflict.Fields.Length == 0 ? EventField.None : EventField.All;
        if (row is null && (fields.Times is null || !await ResolutionStore.RestoreAsync(connection, conflict, fields, now, cancellationToken)))
        {
            return;
        }

        var changes = row is null ? known : known & row.ToFields().DifferencesFrom(fields);
        if (row is null or { DeletedAt: not null } || changes != EventField.None)
        {
            await ResolutionStore.EditAsync(connection, eventId, fields, changes, false, now, cancellationToken);
        }
    }

    private static EventFields Fields(string? json) => json is null ? new EventFields() : EventFieldsDocument.Read(json);
}
