using System.Text;
using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>What one change means for Google, before any call: Google is taken to be as it was when both sides last agreed.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="Write">What to send; null where nothing is.</param>
/// <param name="Refusal">Why it must not be sent, as a code without personal data.</param>
internal sealed record WritePlan(Decision Decision, OutgoingWrite? Write, string? Refusal)
{
    public PushOutcome Outcome => Decision.GoogleEffect switch
    {
        GoogleEffect.Insert => PushOutcome.Created,
        GoogleEffect.Write => PushOutcome.Updated,
        GoogleEffect.Delete => PushOutcome.Deleted,
        _ => PushOutcome.Nothing,
    };

    /// <summary>A deleted event of Google's shall live again under its own id.</summary>
    public bool IsRevival => Decision is { GoogleEffect: GoogleEffect.Write, Base.Deleted: true } && Write is { Insert: false };

    /// <summary>Both sides had agreed that it is deleted, and it lives again, under its own id or another.</summary>
    public bool BringsBack => Decision is { GoogleEffect: GoogleEffect.Write or GoogleEffect.Insert, Base.Deleted: true };

    public static WritePlan For(PushRun run, PushWork work)
    {
        var row = work.Row!;
        var context = ContextOf(run, row);
        var app = EventSides.App(row, context);
        var agreed = EventSides.Agreed(row, null, null);
        var assumed = agreed is null ? null : new GoogleState(agreed.Google, agreed.Etag, row.GoogleUpdatedAt, agreed.Deleted);
        // Google is as it was, so there is nothing to dispute and nobody's clock is asked.
        var decision = Reconciler.Decide(app, agreed, assumed, TimeSpan.Zero, ConflictPolicy.LastWriteWins);
        if (decision.GoogleEffect == GoogleEffect.None)
        {
            // A hole where the series, as far as it is known, has no occurrence.
            var isLost = agreed is null && row is { SeriesDeleted: false, GoogleEventId: null, SeriesGoogleEventId: not null } && context.OriginalSlot is not null && !row.SlotTaken;
            return new WritePlan(decision, null, isLost ? PushSettlement.NoOccurrence : null);
        }

        var stored = row.GoogleEvent is null ? null : GoogleEventReader.Stored(Encoding.UTF8.GetBytes(row.GoogleEvent));
        if (Refuses(run, row, decision, app, agreed, stored, context) is { } refusal)
        {
            return new WritePlan(decision, null, refusal);
        }

        var write = decision.GoogleEffect == GoogleEffect.Delete
            ? new OutgoingWrite(work.Item.Id, row.Id, row.GoogleEventId!, PendingWrite.DeletionBody(row.GoogleEventId!), row.Version, false)
            : Body(work, decision, agreed, stored, context);
        return new WritePlan(decision, write, null);
    }

    /// <summary>What the row takes from its calendar, and from its series where it is an exception.</summary>
    public static WriteContext ContextOf(PushRun run, EventRow row) =>
        row.SeriesId is null
            ? run.Context
            : run.Context with { RecurringEventId = row.SeriesGoogleEventId ?? row.RecurringEventId, OriginalSlot = OccurrenceBase.SlotOf(row) };

    /// <summary>The row's link and base once Google has answered.</summary>
    /// <param name="run">The calendar's turn.</param>
    /// <param name="row">The row as it was sent.</param>
    /// <param name="answer">Google's answer; null after a deletion, and where nothing was sent.</param>
    public EventChange ToSave(PushRun run, EventRow row, GoogleEvent? answer)
    {
        var fields = row.ToFields();
        var agreed = answer is null
            ? Decision.Base
            : Agreement.AfterWrite(fields, EventSides.AsGoogleSaysIt(fields, ContextOf(run, row)), EventSides.Google(answer));
        var deleted = Outcome == PushOutcome.Deleted;
        return new EventChange
        {
            Id = row.Id,
            CalendarId = run.CalendarId,
            FromCalendarId = row.GoogleCalendarId ?? run.CalendarId,
            GoogleEventId = answer?.Id ?? Write?.GoogleEventId ?? row.GoogleEventId!,
            // After a deletion the last etag stays: an older reading of the event is known by it.
            Etag = deleted ? row.GoogleEtag : agreed?.Etag,
            GoogleUpdatedAt = answer?.Updated,
            // A hole that the application made has no state of Google's yet: it was an occurrence of its series, and is deleted now.
            GoogleEvent = answer is null && deleted ? OccurrenceBase.HoleOf(row) : answer?.Raw,
            Tombstone = deleted || agreed is { Deleted: true },
            Agreed = agreed?.App,
            SyncedVersion = row.Version,
            RecurringEventId = answer?.RecurringEventId ?? (row.IsOccurrence ? row.SeriesGoogleEventId : null),
        };
    }

    public JournalEntry ToJournal(PushRun run, EventRow row, EventChange saved)
    {
        var updates = Outcome == PushOutcome.Updated;
        var before = updates ? EventSides.Agreed(row, null, null) : null;
        return new JournalEntry(
            run.RunId,
            row.CompanyId,
            run.Calendar.Id,
            row.Id,
            saved.GoogleEventId,
            true,
            Outcome switch { PushOutcome.Created => "created", PushOutcome.Deleted => "deleted", _ => "updated" },
            Decision.Reason,
            before is null ? null : EventFieldsDocument.Write(before.Google, Decision.GoogleChanges),
            updates ? EventFieldsDocument.Write(row.ToFields(), Decision.GoogleChanges) : null);
    }

    private static string? Refuses(
        PushRun run, EventRow row, Decision decision, AppState app, Agreement? agreed, GoogleEvent? stored, WriteContext context)
    {
        if (!run.Calendar.CanWrite)
        {
            return "readOnlyCalendar";
        }

        if (row is { SeriesDeleted: true, DeletedAt: null })
        {
            return "seriesDeleted";
        }

        if (row.SlotTaken)
        {
            return "slotTaken";
        }

        if (stored is not null && !GoogleEventMapper.IsWritable(stored, out var reason))
        {
            return reason;
        }

        return decision.GoogleEffect == GoogleEffect.Delete || row.DeletedAt is not null
            ? null
            : GoogleEventMapper.Refusal(app.Fields, decision.GoogleChanges, context, agreed?.Google);
    }

    private static OutgoingWrite Body(PushWork work, Decision decision, Agreement? agreed, GoogleEvent? stored, WriteContext context)
    {
        var row = work.Row!;
        var fields = row.ToFields();
        var slot = OccurrenceBase.SlotOf(row);
        if (stored is null && context.RecurringEventId is { } series && slot is { } original)
        {
            // An occurrence is there as soon as its series is: writing to it makes the exception.
            var instance = EventIds.Instance(series, original);
            return new OutgoingWrite(work.Item.Id, row.Id, instance, GoogleEventMapper.NewBody(fields, instance, context), row.Version, false);
        }

        if (stored is null || work.Renews)
        {
            var id = EventIds.Derive(row.Id, work.Generation);
            return new OutgoingWrite(work.Item.Id, row.Id, id, GoogleEventMapper.NewBody(fields, id, context), row.Version, true)
            {
                Earlier = string.Equals(work.Earlier?.GoogleEventId, id, StringComparison.Ordinal) ? work.Earlier!.Body : null,
            };
        }

        var body = GoogleEventMapper.Replace(stored.Raw, fields, decision.GoogleChanges, context, agreed!.Deleted);
        return new OutgoingWrite(work.Item.Id, row.Id, row.GoogleEventId!, body, row.Version, false);
    }
}
