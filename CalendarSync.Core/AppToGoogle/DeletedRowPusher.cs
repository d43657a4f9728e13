using System.Text;
using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>Brings a row's deletion for good to Google. All that is left of the row is in the queue: where its event was, and what it was.</summary>
internal sealed class DeletedRowPusher(IGoogleCalendar google, Database database, ServerClock clock, IIdSource ids, SyncPolicy policy)
{
    private const int MostRounds = 5;

    public async Task<PushResult> PushAsync(PushRun run, PushWork work, CancellationToken cancellationToken)
    {
        var eventId = work.Item.GoogleEventId ?? work.InDoubt?.GoogleEventId;
        if (eventId is null)
        {
            await FinishAsync(run, work, null, null, "never_sent", cancellationToken);
            return new PushResult(PushOutcome.Nothing);
        }

        if (EventIds.TryParseInstance(eventId, out _, out _) && await IsTakenOverAsync(run, eventId, cancellationToken))
        {
            await FinishAsync(run, work, null, null, "taken_over", cancellationToken);
            return new PushResult(PushOutcome.Nothing);
        }

        var conflicts = 0;
        // Nobody stored what Google made of the last write: what is there now is looked at before it goes. And a hole, before it comes back.
        var mustLook = work.InDoubt is not null || work.Item.GoogleEtag is null || DeletionTrace.IsHole(work.Item);
        for (var round = 0; round < MostRounds; round++)
        {
            if (mustLook)
            {
                var actual = await ReadAsync(run, eventId, cancellationToken);
                if (actual is { IsCancelled: true })
                {
                    await FinishAsync(run, work, new DeletionTrace(eventId, actual), null, "deleted_in_both", cancellationToken);
                    return new PushResult(PushOutcome.Nothing, conflicts);
                }

                if (actual is not null)
                {
                    var decided = Decide(work, actual);
                    if (decided.GoogleEffect != GoogleEffect.Delete)
                    {
                        await FinishAsync(run, work, null, (decided, actual), decided.Reason, cancellationToken);
                        return new PushResult(decided.Conflict?.Winner == Winner.Open ? PushOutcome.Held : PushOutcome.Nothing, conflicts + 1);
                    }

                    work = await NoteAsync(run, work, decided, actual, cancellationToken);
                    conflicts += decided.Conflict is null ? 0 : 1;
                }
            }

            try
            {
                await google.DeleteEventAsync(run.Account, run.CalendarId, eventId, work.Item.GoogleEtag, cancellationToken);
                await FinishAsync(run, work, new DeletionTrace(eventId), null, "deleted_in_app", cancellationToken);
                return new PushResult(PushOutcome.Deleted, conflicts);
            }
            catch (GoogleApiException e) when (e.Fault is GoogleFault.Gone or GoogleFault.NotFound)
            {
                await FinishAsync(run, work, new DeletionTrace(eventId) { IsForgotten = e.Fault == GoogleFault.NotFound }, null, "deleted_in_both", cancellationToken);
                return new PushResult(PushOutcome.Nothing, conflicts);
            }
            catch (GoogleApiException e) when (e.Fault == GoogleFault.Changed)
            {
                mustLook = true;
            }
        }

        throw new GoogleApiException(GoogleFault.Transient, 0, "tooManyChangesMeanwhile");
    }

    /// <summary>The application has made another exception for the same slot: that one is the event now.</summary>
    private async Task<bool> IsTakenOverAsync(PushRun run, string eventId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await EventStore.IsLinkedAsync(connection, run.CalendarId, eventId, cancellationToken);
    }

    /// <returns>Null where Google does not know the event, or not yet: a deletion finds it all the same.</returns>
    private async Task<GoogleEvent?> ReadAsync(PushRun run, string eventId, CancellationToken cancellationToken)
    {
        try
        {
            return PrivateEvents.AsShown(await google.GetEventAsync(run.Account, run.CalendarId, eventId, cancellationToken), run.Calendar);
        }
        catch (GoogleApiException e) when (e.Fault is GoogleFault.NotFound or GoogleFault.Gone)
        {
            return null;
        }
    }

    /// <summary>Somebody edited the event after the row had last seen it: the later act wins, unless the policy says otherwise.</summary>
    private Decision Decide(PushWork work, GoogleEvent actual)
    {
        var state = EventSides.Google(actual);
        var gone = new AppState(state.Fields, state.Fields, work.Item.ChangedAt, true);
        return Reconciler.Decide(gone, EventSides.Agreed(work.Item, work.InDoubt, state), state, clock.Offset, policy.Conflicts);
    }

    /// <summary>
    /// What is about to be deleted, and who loses by it, is stored before the call: once the event is gone, whoever resumes could not know.
    /// </summary>
    private async Task<PushWork> NoteAsync(PushRun run, PushWork work, Decision decision, GoogleEvent actual, CancellationToken cancellationToken)
    {
        var now = database.Now;
        var item = work.Item with
        {
            GoogleEtag = actual.Etag,
            GoogleEvent = Encoding.UTF8.GetString(actual.Raw.Span),
            GoogleAgreed = decision.Base?.App is { } words ? EventFieldsDocument.Write(words) : null,
        };
        await database.InTransactionAsync(
            async connection =>
            {
                if (!await QueueStore.RebaseDeletionAsync(connection, item, now, cancellationToken))
                {
                    throw new LeaseLostException();
                }

                await DecisionWrites.SaveAsync(
                    connection, decision, null, work.Item.EventId, actual, run.Calendar, run.RunId, ids, now, cancellationToken);
            },
            cancellationToken);
        return work with { Item = item };
    }

    /// <param name="run">The calendar's turn.</param>
    /// <param name="work">The deletion.</param>
    /// <param name="deleted">What is left where Google has no such event any more; null where it has, or never had.</param>
    /// <param name="kept">What was decided about an event that stays, and the event.</param>
    /// <param name="reason">For the journal.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    private Task FinishAsync(
        PushRun run, PushWork work, DeletionTrace? deleted, (Decision Decision, GoogleEvent Event)? kept, string reason, CancellationToken cancellationToken)
    {
        var now = database.Now;
        return database.InTransactionAsync(
            async connection =>
            {
                if (kept?.Decision.Conflict?.Winner != Winner.Open)
                {
                    await QueueStore.CompleteOrLoseAsync(connection, work.Item, now, cancellationToken);
                    await WriteLog.ForgetAsync(connection, work.Item.EventId, cancellationToken);
                }
                else if (!await QueueStore.HoldAsync(connection, work.Item, now, cancellationToken))
                {
                    throw new LeaseLostException();
                }

                if (deleted is not null)
                {
                    await deleted.LeaveAsync(connection, run, work.Item, now, cancellationToken);
                }

                // A page that was read before the row went away may have brought the event back already; or the application has made the row again.
                if (kept is var (decision, actual) && !(decision.RowEffect == RowEffect.Write
                    && await EventStore.IsThereAsync(connection, work.Item.EventId, run.CalendarId, actual.Id!, cancellationToken)))
                {
                    await DecisionWrites.SaveAsync(
                        connection, decision, null, work.Item.EventId, actual, run.Calendar, run.RunId, ids, now, cancellationToken);
                    if (decision.RowEffect == RowEffect.Write && actual.Recurrence is { Count: > 0 })
                    {
                        await SeriesCheckStore.AskAsync(connection, run.Calendar.Id, [actual.Id!], now, cancellationToken);
                    }
                }

                var entry = new JournalEntry(
                    run.RunId, work.Item.CompanyId, run.Calendar.Id, work.Item.EventId, work.Item.GoogleEventId, true,
                    kept is null ? "deleted" : "kept", reason);
                await Journal.WriteAsync(connection, [entry], now, cancellationToken);
            },
            cancellationToken);
    }
}
