using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Notifications;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;
using CalendarSync.Core.Telemetry;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>
/// Brings one row's change to Google: one call, where nothing has happened in between. Where Google says that something has, it
/// looks, decides again with both sides in view, saves what that means for the row, and then writes.
/// </summary>
internal sealed class EventPusher(
    IGoogleCalendar google, Database database, WriteLog writes, PushSettlement settlement, DeletedRowPusher deletedRows, EventMover mover, Notices notices,
    Whereabouts whereabouts)
{
    private const int MostRounds = 5;

    public Task<PushResult> PushAsync(PushRun run, PushWork work, CancellationToken cancellationToken) =>
        work.Row is null ? deletedRows.PushAsync(run, work, cancellationToken) : PushRowAsync(run, work, cancellationToken);

    private async Task<PushResult> PushRowAsync(PushRun run, PushWork work, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        if (EventMover.Concerns(run, work))
        {
            var (moved, cannot) = await mover.MoveAsync(run, work, cancellationToken);
            conflicts += moved.Conflicts;
            if (cannot is not null || moved.Done is not null)
            {
                return new PushResult(moved.Done is null or PushOutcome.Nothing ? PushOutcome.Updated : moved.Done.Value, conflicts, cannot);
            }

            work = moved.Work;
        }

        var look = work.InDoubt is { } doubt ? new Look(doubt.GoogleEventId, LookReason.InDoubt) : null;
        var hasSearched = false;
        for (var round = 0; round < MostRounds; round++)
        {
            if (look is not null)
            {
                var settled = await settlement.SettleAsync(run, work, look, cancellationToken);
                conflicts += settled.Conflicts;
                if (settled is { Done: not null } or { Refusal: not null })
                {
                    return new PushResult(settled.Done ?? PushOutcome.Nothing, conflicts, settled.Refusal);
                }

                work = settled.Work;
            }

            var plan = WritePlan.For(run, work);
            if (plan.Refusal is { } refusal)
            {
                return new PushResult(PushOutcome.Nothing, conflicts, refusal);
            }

            if (plan.IsRevival && !hasSearched)
            {
                hasSearched = true;
                look = new Look(plan.Write!.GoogleEventId, LookReason.Changed);
                if ((await whereabouts.SearchAsync(run.Calendar, look.GoogleEventId, null, cancellationToken)).Calendar is not null)
                {
                    // A person has moved it on, and what is left here is no deletion.
                    continue;
                }

                if (work.Row!.GoogleEtag is null && await settlement.ReadAsync(run, look.GoogleEventId, cancellationToken) is { } now)
                {
                    if (!now.IsCancelled)
                    {
                        // A person has brought it back.
                        continue;
                    }

                    work = work with { Row = work.Row with { GoogleEtag = now.Etag } };
                    plan = WritePlan.For(run, work);
                }
            }

            try
            {
                var answer = await WriteAsync(run, work, plan, cancellationToken);
                if (!await SaveAsync(run, work, plan, answer, cancellationToken))
                {
                    return new PushResult(PushOutcome.Rerouted, conflicts);
                }

                if (plan.Outcome != PushOutcome.Nothing)
                {
                    SyncTelemetry.Lag(true, database.Now - work.Item.ChangedAt);
                }

                return new PushResult(plan.Outcome, conflicts);
            }
            catch (LinkedElsewhereException)
            {
                return new PushResult(PushOutcome.Rerouted, conflicts);
            }
            catch (GoogleApiException e) when (plan.Outcome == PushOutcome.Deleted && e.Fault is GoogleFault.NotFound or GoogleFault.Gone)
            {
                await settlement.FindSeriesAsync(run, work.Row!, cancellationToken);
                await SaveAsync(run, work, plan, null, cancellationToken);
                return new PushResult(PushOutcome.Deleted, conflicts);
            }
            catch (GoogleApiException e) when (plan.IsRevival && OccurrenceBase.SlotOf(work.Row!) is not null && e.Fault is GoogleFault.NotFound or GoogleFault.Gone)
            {
                await settlement.FindSeriesAsync(run, work.Row!, cancellationToken);
                return new PushResult(PushOutcome.Nothing, conflicts, PushSettlement.NoOccurrence);
            }
            catch (GoogleApiException e) when (plan.IsRevival && e.Fault is GoogleFault.NotFound or GoogleFault.Gone or GoogleFault.Permanent)
            {
                // Purged for good: the event comes back under the row's next id.
                work = work.Renewed();
                look = null;
            }
            catch (GoogleApiException e) when (e is { Fault: GoogleFault.Permanent, Status: 403 } && plan is { Outcome: PushOutcome.Updated, Write: { Insert: false } write })
            {
                // What Google has purged it refuses in the same words as what it protects: only a look tells them apart.
                if (await settlement.ReadAsync(run, write.GoogleEventId, cancellationToken) is not null)
                {
                    throw;
                }

                look = new Look(write.GoogleEventId, LookReason.Missing);
                work = work with { InDoubt = null, IsAnnounced = false };
            }
            catch (GoogleApiException e) when (e.Fault is GoogleFault.Changed or GoogleFault.Duplicate or GoogleFault.Gone or GoogleFault.NotFound)
            {
                // Nothing was written. What is there instead has to be looked at.
                look = e.Fault switch
                {
                    GoogleFault.Duplicate => new Look(plan.Write!.GoogleEventId, LookReason.IdTaken),
                    GoogleFault.NotFound => new Look(work.Row!.GoogleEventId ?? plan.Write!.GoogleEventId, LookReason.Missing),
                    _ => new Look(work.Row!.GoogleEventId ?? plan.Write!.GoogleEventId, LookReason.Changed),
                };
                work = work with { InDoubt = null, IsAnnounced = false };
                if (e.Fault == GoogleFault.Duplicate && plan.Write!.Earlier is not null)
                {
                    // The first insert had arrived, and Google did not show it.
                    work = work with { InDoubt = PendingWrite.Of(run.CalendarId, plan.Write) };
                }
            }
        }

        throw new GoogleApiException(GoogleFault.Transient, 0, "tooManyChangesMeanwhile");
    }

    /// <summary>A person has moved the event on, and a page has found it there, before the answer was stored: nothing of it is.</summary>
    private sealed class LinkedElsewhereException : Exception;

    private async Task<GoogleEvent?> WriteAsync(PushRun run, PushWork work, WritePlan plan, CancellationToken cancellationToken)
    {
        var row = work.Row!;
        if (plan.Write is not { } write)
        {
            return null;
        }

        if (!work.IsAnnounced)
        {
            var announced = await writes.AnnounceAsync(run.CalendarId, work.Item.LeaseToken, [write], cancellationToken);
            if (!announced.Contains(row.Id))
            {
                throw new LeaseLostException();
            }
        }

        if (plan.Outcome == PushOutcome.Deleted)
        {
            await google.DeleteEventAsync(run.Account, run.CalendarId, write.GoogleEventId, row.GoogleEtag, cancellationToken);
            return null;
        }

        return write.Insert
            ? await google.InsertEventAsync(run.Account, run.CalendarId, write.Body, cancellationToken)
            : await google.UpdateEventAsync(run.Account, run.CalendarId, write.GoogleEventId, write.Body, row.GoogleEtag, cancellationToken);
    }

    /// <summary>The answer, the link, the end of the item and the journal's line: all or nothing, and only by who holds the lease.</summary>
    /// <returns>False where the change has not come to its end: the event is, or belongs, in another calendar.</returns>
    private Task<bool> SaveAsync(PushRun run, PushWork work, WritePlan plan, GoogleEvent? answer, CancellationToken cancellationToken)
    {
        var row = work.Row!;
        var now = database.Now;
        return database.InTransactionAsync(
            async connection =>
            {
                var goesOn = row.DeletedAt is null && run.IsOnlyPassing(row);
                if (!goesOn)
                {
                    await QueueStore.CompleteOrLoseAsync(connection, work.Item, now, cancellationToken);
                }
                else if (!await QueueStore.HoldAsync(connection, work.Item, now, cancellationToken))
                {
                    throw new LeaseLostException();
                }

                if (plan.Decision is { GoogleEffect: GoogleEffect.None, Base: null } || (plan.Decision.GoogleEffect == GoogleEffect.None && row.IsOccurrence))
                {
                    return !goesOn;
                }

                var change = plan.ToSave(run, row, answer);
                if (await EventWriter.WriteAsync(connection, [change], now, cancellationToken) == 0)
                {
                    await QueueStore.RefreshDeletionAsync(connection, change, cancellationToken);
                    if (await EventStore.IsLinkedElsewhereAsync(connection, row.Id, run.CalendarId, cancellationToken))
                    {
                        throw new LinkedElsewhereException();
                    }
                }

                await SeriesPush.FollowAsync(connection, run, row, plan, change.GoogleEventId, now, cancellationToken);
                if (plan.Outcome != PushOutcome.Nothing)
                {
                    await WriteLog.ForgetAsync(connection, row.Id, cancellationToken);
                    await Journal.WriteAsync(connection, [plan.ToJournal(run, row, change)], now, cancellationToken);
                    if (plan.Outcome == PushOutcome.Created)
                    {
                        await notices.CreatedAsync(connection, row.CompanyId, [row.Id], cancellationToken);
                    }
                }

                return !goesOn;
            },
            cancellationToken);
    }
}
