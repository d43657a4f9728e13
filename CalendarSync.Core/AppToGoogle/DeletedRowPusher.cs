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

        var etag = work.Item.GoogleEtag;
        Decision? decided = null;
        for (var round = 0; round < MostRounds; round++)
        {
            try
            {
                await google.DeleteEventAsync(run.Account, run.CalendarId, eventId, etag, cancellationToken);
                await FinishAsync(run, work, decided, null, "deleted_in_app", cancellationToken);
                return new PushResult(PushOutcome.Deleted, decided?.Conflict is null ? 0 : 1);
            }
            catch (GoogleApiException e) when (e.Fault is GoogleFault.Gone or GoogleFault.NotFound)
            {
                await FinishAsync(run, work, decided, null, "deleted_in_both", cancellationToken);
                return new PushResult(PushOutcome.Nothing);
            }
            catch (GoogleApiException e) when (e.Fault == GoogleFault.Changed)
            {
                var actual = await google.GetEventAsync(run.Account, run.CalendarId, eventId, cancellationToken);
                if (actual.IsCancelled)
                {
                    await FinishAsync(run, work, null, null, "deleted_in_both", cancellationToken);
                    return new PushResult(PushOutcome.Nothing);
                }

                decided = Decide(work, actual);
                etag = actual.Etag;
                if (decided.GoogleEffect != GoogleEffect.Delete)
                {
                    await FinishAsync(run, work, decided, actual, decided.Reason, cancellationToken);
                    return new PushResult(decided.Conflict?.Winner == Winner.Open ? PushOutcome.Held : PushOutcome.Nothing, 1);
                }
            }
        }

        throw new GoogleApiException(GoogleFault.Transient, 0, "tooManyChangesMeanwhile");
    }

    /// <summary>Somebody edited the event after the row had last seen it: the later act wins, unless the policy says otherwise.</summary>
    private Decision Decide(PushWork work, GoogleEvent actual)
    {
        var state = EventSides.Google(actual);
        var gone = new AppState(state.Fields, state.Fields, work.Item.ChangedAt, true);
        return Reconciler.Decide(gone, EventSides.Agreed(work.Item, work.InDoubt, state), state, clock.Offset, policy.Conflicts);
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

                if (decision is not null)
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
