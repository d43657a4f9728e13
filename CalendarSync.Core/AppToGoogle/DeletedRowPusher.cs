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

        var conflicts = 0;
        // Nobody stored what Google made of the last write: what is there now is looked at before it goes.
        var mustLook = work.InDoubt is not null || work.Item.GoogleEtag is null;
        for (var round = 0; round < MostRounds; round++)
        {
            if (mustLook)
            {
                var actual = await ReadAsync(run, eventId, cancellationToken);
                if (actual is { IsCancelled: true })
                {
                    await FinishAsync(run, work, null, null, "deleted_in_both", cancellationToken);
                    return new PushResult(PushOutcome.Nothing, conflicts);
                }

                if (actual is not null)
                {
                    var decided = Decide(work, actual);
                    if (decided.GoogleEffect != GoogleEffect.Delete)
                    {
                        await FinishAsync(run, work, decided, actual, decided.Reason, cancellationToken);
                        return new PushResult(decided.Conflict?.Winner == Winner.Open ? PushOutcome.Held : PushOutcome.Nothing, conflicts + 1);
                    }

                    work = await NoteAsync(run, work, decided, actual, cancellationToken);
                    conflicts += decided.Conflict is null ? 0 : 1;
                }
            }

            try
            {
                await google.DeleteEventAsync(run.Account, run.CalendarId, eventId, work.Item.GoogleEtag, cancellationToken);
                await FinishAsync(run, work, null, null, "deleted_in_app", cancellationToken);
                return new PushResult(PushOutcome.Deleted, conflicts);
            }
            catch (GoogleApiException e) when (e.Fault is GoogleFault.Gone or GoogleFault.NotFound)
            {
                await FinishAsync(run, work, null, null, "deleted_in_both", cancellationToken);
                return new PushResult(PushOutcome.Nothing, conflicts);
            }
            catch (GoogleApiException e) when (e.Fault == GoogleFault.Changed)
            {
                mustLook = true;
            }
        }

        throw new GoogleApiException(GoogleFault.Transient, 0, "tooManyChangesMeanwhile");
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
        await database.InTransactionAsync(
            async connection =>
            {
                if (!await QueueStore.RebaseDeletionAsync(connection, work.Item, actual, now, cancellationToken))
                {
                    throw new LeaseLostException();
                }

                await DecisionWrites.SaveAsync(
                    connection, decision, null, work.Item.EventId, actual, run.Calendar, run.RunId, ids, now, cancellationToken);
            },
            cancellationToken);
        return work with { Item = work.Item with { GoogleEtag = actual.Etag, GoogleEvent = System.Text.Encoding.UTF8.GetString(actual.Raw.Span) } };
    }

    private Task FinishAsync(
        PushRun run, PushWork work, Decision? decision, GoogleEvent? actual, string reason, CancellationToken cancellationToken)
    {
        var now = database.Now;
        return database.InTransactionAsync(
            async connection =>
            {
                if (decision?.Conflict?.Winner != Winner.Open)
                {
                    await QueueStore.CompleteOrLoseAsync(connection, work.Item, now, cancellationToken);
                    await WriteLog.ForgetAsync(connection, work.Item.EventId, cancellationToken);
                }
                else if (!await QueueStore.HoldAsync(connection, work.Item, now, cancellationToken))
                {
                    throw new LeaseLostException();
                }

                // A page that was read before the row went away may have brought the event back already; or the application has made the row again.
                var isBack = decision?.RowEffect == RowEffect.Write
                    && await EventStore.IsThereAsync(connection, work.Item.EventId, run.CalendarId, actual!.Id!, cancellationToken);
                if (decision is not null && !isBack)
                {
                    await DecisionWrites.SaveAsync(
                        connection, decision, null, work.Item.EventId, actual, run.Calendar, run.RunId, ids, now, cancellationToken);
                }

                var entry = new JournalEntry(
                    run.RunId, work.Item.CompanyId, run.Calendar.Id, work.Item.EventId, work.Item.GoogleEventId, true,
                    actual is null ? "deleted" : "kept", reason);
                await Journal.WriteAsync(connection, [entry], now, cancellationToken);
            },
            cancellationToken);
    }
}
