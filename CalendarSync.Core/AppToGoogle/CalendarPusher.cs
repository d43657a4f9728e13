using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Storage;
using CalendarSync.Core.Telemetry;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>One calendar's turn: claims its due changes a batch at a time and brings them to Google one after the other.</summary>
internal sealed class CalendarPusher(
    QueueStore queue, Database database, WriteLog writes, EventPusher events, AccountTrouble trouble, IIdSource ids, IJitter jitter, SyncPolicy policy,
    ILogger<CalendarPusher> logger)
{
    private const int BatchSize = 50;
    private static readonly TimeSpan ExtendAfter = QueueStore.Lease / 3;

    public async Task<SyncCounts> PushAsync(Connection calendar, Guid runId, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var run = new PushRun(runId, calendar, new WriteContext(calendar.TimeZone, RemindersDocument.Read(calendar.DefaultReminders) ?? policy.DefaultReminders));
        var counts = new SyncCounts(Connections: 1);
        while (database.Now < deadline)
        {
            var lease = ids.NewId();
            var items = await queue.ClaimAsync(calendar, lease, BatchSize, cancellationToken);
            if (items.Count == 0)
            {
                break;
            }

            var (done, goOn) = await PushBatchAsync(run, lease, items, deadline, cancellationToken);
            counts += done;
            if (!goOn)
            {
                break;
            }
        }

        return counts;
    }

    private async Task<(SyncCounts Counts, bool GoOn)> PushBatchAsync(
        PushRun run, Guid lease, IReadOnlyList<QueueItem> items, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var counts = new SyncCounts();
        var next = 0;
        try
        {
            var batch = await PrepareAsync(run, lease, items, cancellationToken);
            var extendedAt = database.Now;
            while (next < batch.Count && database.Now < deadline)
            {
                if (database.Now - extendedAt > ExtendAfter)
                {
                    await queue.ExtendAsync(lease, cancellationToken);
                    extendedAt = database.Now;
                }

                var work = batch[next];
                // From here on it is in doubt, whatever happens: it is not given back with the untried ones.
                next++;
                var (done, goOn) = await PushOneAsync(run, work, cancellationToken);
                counts += done;
                if (!goOn)
                {
                    return (counts, false);
                }
            }

            return (counts, next == batch.Count);
        }
        finally
        {
            if (next < items.Count)
            {
                await queue.ReleaseAsync(lease, [.. items.Skip(next).Select(i => i.Id)], CancellationToken.None);
            }
        }
    }

    /// <summary>Loads the batch's rows and announces its writes: two statements, however many they are.</summary>
    private async Task<IReadOnlyList<PushWork>> PrepareAsync(PushRun run, Guid lease, IReadOnlyList<QueueItem> items, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<Guid, EventRow> rows;
        IReadOnlyDictionary<Guid, PendingWrite> pending;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            Guid[] eventIds = [.. items.Select(i => i.EventId)];
            rows = await EventStore.LoadAsync(connection, eventIds, cancellationToken);
            pending = await EventStore.LoadPendingAsync(connection, eventIds, cancellationToken);
        }

        var batch = items.Select(i => new PushWork(i, rows.GetValueOrDefault(i.EventId), pending.GetValueOrDefault(i.EventId))).ToList();
        var planned = batch
            .Where(w => w is { Row: not null, InDoubt: null } && !EventMover.Concerns(run, w))
            .Select(w => TryPlan(run, w))
            .OfType<OutgoingWrite>()
            // Of two rows for one occurrence the second one looks again when its turn comes.
            .DistinctBy(w => w.GoogleEventId, StringComparer.Ordinal)
            .ToList();
        var announced = await writes.AnnounceAsync(run.CalendarId, lease, planned, cancellationToken);
        return [.. batch.Select(w => w with { IsAnnounced = announced.Contains(w.Item.EventId) })];
    }

    /// <summary>A row that cannot even be planned fails alone, when its turn comes.</summary>
    private static OutgoingWrite? TryPlan(PushRun run, PushWork work)
    {
        try
        {
            return WritePlan.For(run, work) is { Refusal: null } plan ? plan.Write : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<(SyncCounts Counts, bool GoOn)> PushOneAsync(PushRun run, PushWork work, CancellationToken cancellationToken)
    {
        try
        {
            var result = await events.PushAsync(run, work, cancellationToken);
            if (result.Refusal is { } refusal)
            {
                logger.ChangeRefused(work.Item.EventId, refusal);
                await queue.RetryAsync(work.Item, database.Now, $"refused: {refusal}", RetryKind.Refused, true, cancellationToken);
                return (new SyncCounts(Conflicts: result.Conflicts, Errors: 1), true);
            }

            if (result.Outcome == PushOutcome.Held)
            {
                await queue.RetryAsync(
                    work.Item, database.Now, "waiting: a conflict of this event has to be decided", RetryKind.Released, work.InDoubt is null, cancellationToken);
            }

            if (result.Outcome == PushOutcome.Rerouted)
            {
                // Once in a turn is on its way. More often is going round in circles, and has time.
                var (at, kind) = run.Rerouted.Add(work.Item.EventId) ? (database.Now, RetryKind.Released) : (RetryAt(work.Item), RetryKind.Transient);
                await queue.RetryAsync(work.Item, at, "waiting: on its way to the calendar of its role", kind, true, cancellationToken);
            }

            return (Count(result), true);
        }
        catch (LeaseLostException)
        {
            logger.LeaseLost(work.Item.EventId);
            return (new SyncCounts(Errors: 1), true);
        }
        catch (GoogleApiException e)
        {
            return (new SyncCounts(Errors: 1), await PutBackAsync(run, work, e, cancellationToken));
        }
        catch (Exception e) when (e is not (OperationCanceledException or NpgsqlException { IsTransient: true }))
        {
            // Whatever is wrong with this one event, the others go on.
            logger.ChangeFailed(e, work.Item.EventId);
            await queue.RetryAsync(
                work.Item, RetryAt(work.Item), $"failed here: {e.GetType().Name}", RetryKind.LooksPermanent, false, cancellationToken);
            return (new SyncCounts(Errors: 1), true);
        }
    }

    private async Task<bool> PutBackAsync(PushRun run, PushWork work, GoogleApiException failure, CancellationToken cancellationToken)
    {
        var stop = await trouble.NoteAsync(run.Calendar, failure, cancellationToken);
        var kind = failure.Fault switch
        {
            GoogleFault.ReadOnlyCalendar => RetryKind.Refused,
            GoogleFault.NeedsReauthorisation or GoogleFault.Operator or GoogleFault.WritesPaused => RetryKind.Released,
            GoogleFault.Transient => RetryKind.Transient,
            _ => RetryKind.LooksPermanent,
        };
        logger.CallFailed(work.Item.EventId, failure.Status, failure.Reason, failure.Fault);
        SyncTelemetry.Retry(failure.Fault.ToString());
        var at = kind == RetryKind.Released ? database.Now : failure.RetryAt ?? RetryAt(work.Item);
        // A write that was in doubt before stays so: what was refused may have been only the look for it.
        var nothingWritten = work.InDoubt is null && failure.Status is >= 400 and < 500 and not 408;
        await queue.RetryAsync(work.Item, at, $"Google answered {failure.Status} {failure.Reason}", kind, nothingWritten, cancellationToken);
        return !stop;
    }

    private DateTimeOffset RetryAt(QueueItem item) => database.Now + Backoff.After(item.AttemptCount + 1, jitter.Next());

    private static SyncCounts Count(PushResult result) => new(
        Created: result.Outcome == PushOutcome.Created ? 1 : 0,
        Updated: result.Outcome == PushOutcome.Updated ? 1 : 0,
        Deleted: result.Outcome == PushOutcome.Deleted ? 1 : 0,
        Conflicts: result.Conflicts);
}
