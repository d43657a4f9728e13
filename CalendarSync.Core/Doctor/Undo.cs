using CalendarSync.Core.Conflicts;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

using Npgsql;

namespace CalendarSync.Core.Doctor;

/// <summary>
/// Puts back what runs did to the application's rows, from the journal: as new edits of the application, which then go to Google like any other. What was
/// changed again since is left alone, and so is what came into being: deleting that would delete it in Google.
/// </summary>
internal sealed class Undo(UndoStore store, Database database, IIdSource ids)
{
    /// <param name="scope">What.</param>
    /// <param name="carryOut">False: only say what would be done.</param>
    /// <param name="cancellationToken">Stops between two events.</param>
    /// <returns>A line for each event: its id and what is done, without values.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(UndoScope scope, bool carryOut, CancellationToken cancellationToken)
    {
        var runId = ids.NewId();
        var lines = new List<string>();
        foreach (var entries in (await store.FindAsync(scope, cancellationToken)).GroupBy(e => e.EventId))
        {
            var done = await database.InTransactionAsync(connection => UndoAsync(connection, [.. entries], runId, carryOut, cancellationToken), cancellationToken);
            lines.Add($"event {entries.Key}: {done}");
        }

        return lines;
    }

    private async Task<string> UndoAsync(
        NpgsqlConnection connection, IReadOnlyList<UndoEntry> newestFirst, Guid runId, bool carryOut, CancellationToken cancellationToken)
    {
        var eventId = newestFirst[0].EventId;
        var rows = await EventStore.LockAsync(connection, [eventId], cancellationToken);
        if (!rows.TryGetValue(eventId, out var row))
        {
            return "the row is gone, nothing is done";
        }

        var (target, changes, deleted, skipped) = Plan(row, newestFirst);
        if (changes == EventField.None && deleted is null)
        {
            return newestFirst[^1].Decision is "created" ? "it came from Google, nothing is done" : "it was changed since, nothing is done";
        }

        if (carryOut)
        {
            var now = database.Now;
            var entry = new JournalEntry(
                runId, newestFirst[0].CompanyId, null, eventId, row.GoogleEventId, false, "undone", "by_hand",
                changes == EventField.None ? null : EventFieldsDocument.Write(row.ToFields(), changes), changes == EventField.None ? null : EventFieldsDocument.Write(target, changes));
            await Journal.WriteAsync(connection, [entry], now, cancellationToken);
            await ResolutionStore.EditAsync(connection, eventId, target, changes, deleted, now, cancellationToken);
        }

        var what = deleted switch
        {
            true => "deleted again",
            false => "brought back",
            _ => "put back " + string.Join(", ", FieldNames.Of(changes)),
        };
        return skipped == EventField.None ? what : $"{what}; changed since and left alone: {string.Join(", ", FieldNames.Of(skipped))}";
    }

    private static (EventFields Target, EventField Changes, bool? Deleted, EventField Skipped) Plan(EventRow row, IReadOnlyList<UndoEntry> newestFirst)
    {
        var current = row.ToFields();
        var target = current;
        var (seen, changes, skipped) = (EventField.None, EventField.None, EventField.None);
        bool? deleted = null;
        foreach (var entry in newestFirst)
        {
            if (entry.Decision is "deleted" or "revived")
            {
                // The oldest one says how it was at first.
                deleted = entry.Decision is "revived";
                continue;
            }

            if (entry is not { Decision: "updated", Before: { } beforeJson, After: { } afterJson })
            {
                continue;
            }

            var (before, after) = (EventFieldsDocument.Read(beforeJson), EventFieldsDocument.Read(afterJson));
            var fields = before.DifferencesFrom(after);
            // A field is only touched where the row still says what the newest change made of it.
            skipped |= fields & ~seen & current.DifferencesFrom(after);
            seen |= fields;
            var restored = fields & ~skipped;
            target = target.With(restored, before);
            changes |= restored;
        }

        if (deleted == (row.DeletedAt is not null))
        {
            deleted = null;
        }

        return (target, changes & current.DifferencesFrom(target), deleted, skipped);
    }
}
