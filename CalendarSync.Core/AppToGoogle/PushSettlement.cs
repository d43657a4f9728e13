using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Notifications;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;
using Npgsql;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>The recovery path of a push: reads Google's event, decides with both sides in view, and saves what that means for the row.</summary>
internal sealed class PushSettlement(IGoogleCalendar google, Database database, ServerClock clock, IIdSource ids, SyncPolicy policy, Notices notices, Whereabouts whereabouts)
{
    // Right after an insert Google may not know the event yet: a 404 is believed only when it stays.
    private const int AttemptsBeforeMissingIsBelieved = 2;

    /// <summary>The series does not take place then.</summary>
    public const string NoOccurrence = "noSuchOccurrence";

    public async Task<Settled> SettleAsync(PushRun run, PushWork work, Look look, CancellationToken cancellationToken)
    {
        var actual = await ReadAsync(run, look.GoogleEventId, cancellationToken);
        if (actual is null && (look.Reason != LookReason.InDoubt || work.Row!.GoogleEvent is not null))
        {
            await BelieveMissingAsync(run, work, cancellationToken);
            if (work.Row is { DeletedAt: null } row && (row.IsOccurrence || (row is { GoogleEventId: null, SeriesGoogleEventId: not null } && OccurrenceBase.SlotOf(row) is not null)))
            {
                // The series does not take place then: nothing that waiting could mend, and no write that could still be found.
                await FindSeriesAsync(run, row, cancellationToken);
                await using var connection = await database.OpenAsync(cancellationToken);
                await WriteLog.ForgetAsync(connection, row.Id, cancellationToken);
                return new Settled(null, work) { Refusal = NoOccurrence };
            }

            if (look.Reason == LookReason.IdTaken)
            {
                // Google keeps the id of a purged event and shows nothing under it.
                return new Settled(null, work.Renewed());
            }
        }

        if (actual is null && work.Row!.GoogleEvent is null)
        {
            // The insert never arrived.
            return new Settled(null, work with { InDoubt = null, Earlier = work.InDoubt });
        }

        if (actual is null or { IsCancelled: true } && work.Row!.DeletedAt is null)
        {
            var found = await whereabouts.SearchAsync(run.Calendar, look.GoogleEventId, actual?.Updated, cancellationToken);
            if (found is { Calendar: { } calendar, Event: { } moved })
            {
                var there = run with { Calendar = calendar };
                var settled = await database.InTransactionAsync(
                    connection => DecideAsync(connection, there, work with { InDoubt = null }, PrivateEvents.AsShown(moved, calendar), false, cancellationToken), cancellationToken);
                return new Settled(PushOutcome.Rerouted, work, settled.Conflicts);
            }

            if (found.MayYetShow)
            {
                throw new GoogleApiException(GoogleFault.Transient, 404, "mayHaveMoved");
            }
        }

        var isAsItsSeries = await IsAsItsSeriesAsync(run, work, actual, cancellationToken);
        return await database.InTransactionAsync(connection => DecideAsync(connection, run, work, actual, isAsItsSeries, cancellationToken), cancellationToken);
    }

    /// <summary>The occurrence says what its series says now: nobody has changed it, and what differs from what was known was said of the series.</summary>
    private async Task<bool> IsAsItsSeriesAsync(PushRun run, PushWork work, GoogleEvent? actual, CancellationToken cancellationToken) =>
        work.Row is { IsOccurrence: true } row && actual is { IsCancelled: false, RecurringEventId: { } seriesId } && OccurrenceBase.SlotOf(row) is { } slot
        && await ReadAsync(run, seriesId, cancellationToken) is { } series && OccurrenceBase.Of(series, slot) is { } occurrence
        && GoogleEventMapper.ToFields(occurrence).DifferencesFrom(GoogleEventMapper.ToFields(actual)) == EventField.None;

    /// <summary>The event has come here from another calendar; what that means, with both sides in view.</summary>
    public Task<Settled> AdoptAsync(PushRun run, PushWork work, GoogleEvent moved, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                var row = work.Row!;
                await EventStore.MakeWayAsync(connection, row.Id, run.CalendarId, moved.Id!, cancellationToken);
                var settled = await DecideAsync(connection, run, work with { InDoubt = null }, PrivateEvents.AsShown(moved, run.Calendar), false, cancellationToken);
                await QueueStore.RefreshDeletionAsync(
                    connection,
                    new EventChange { Id = row.Id, CalendarId = run.CalendarId, GoogleEventId = moved.Id!, Etag = moved.Etag, GoogleEvent = moved.Raw },
                    cancellationToken);
                await SeriesStore.FollowAsync(connection, run.CalendarId, [moved.Id!], cancellationToken);
                var entry = new JournalEntry(run.RunId, row.CompanyId, run.Calendar.Id, row.Id, moved.Id, true, "moved", "role_changed");
                await Journal.WriteAsync(connection, [entry], database.Now, cancellationToken);
                return settled;
            },
            cancellationToken);

    private async Task<Settled> DecideAsync(
        NpgsqlConnection connection, PushRun run, PushWork work, GoogleEvent? actual, bool isAsItsSeries, CancellationToken cancellationToken)
    {
        var now = database.Now;
        if (!await QueueStore.HoldAsync(connection, work.Item, now, cancellationToken))
        {
            throw new LeaseLostException();
        }

        var rows = await EventStore.LockAsync(connection, [work.Item.EventId], cancellationToken);
        if (!rows.TryGetValue(work.Item.EventId, out var row))
        {
            // Deleted for good meanwhile: the deletion waits in the queue and takes it from here.
            await QueueStore.CompleteOrLoseAsync(connection, work.Item, now, cancellationToken);
            return new Settled(PushOutcome.Nothing, work);
        }

        if (row.SlotTaken)
        {
            // Another row for the same occurrence was quicker, and what Google has there is that one's.
            await WriteLog.ForgetAsync(connection, row.Id, cancellationToken);
            return new Settled(null, work with { Row = row, InDoubt = null, IsAnnounced = false });
        }

        var isElsewhere = row.IsIn(run.CalendarId) is false;
        if (isElsewhere && (!string.Equals(row.GoogleCalendarId, work.Row!.GoogleCalendarId, StringComparison.Ordinal)
            || (work.InDoubt is not null && actual is null or { IsCancelled: true })))
        {
            // A page has found it in another calendar since the row was loaded; or a move of ours has come to nothing, or has been taken back.
            return new Settled(PushOutcome.Rerouted, work);
        }

        var state = actual is null ? null : EventSides.Google(actual);
        var agreed = EventSides.Agreed(row.AsSeenIn(run.CalendarId), work.InDoubt, state);
        if (isElsewhere && actual is { IsCancelled: false } && agreed is { Deleted: false } && row.GoogleUpdatedAt > actual.Updated)
        {
            // It has gone back there after it was seen here.
            throw new GoogleApiException(GoogleFault.Transient, 0, "tooManyChangesMeanwhile");
        }

        var app = EventSides.App(row, WritePlan.ContextOf(run, row));
        if (isAsItsSeries && row.IsOccurrence && agreed is not null)
        {
            agreed = agreed.RebasedOn(state!, app);
        }

        var decision = Reconciler.Decide(app, agreed, state, clock.Offset, policy.Conflicts);
        var entry = await DecisionWrites.SaveAsync(connection, decision, row, row.Id, actual, run.Calendar, run.RunId, ids, now, cancellationToken);
        await notices.ChangedAsync(connection, entry is null ? [] : [entry], cancellationToken);
        if (row.GoogleEventId is null && work.InDoubt is not null && actual is { IsCancelled: false })
        {
            // The insert had arrived after all.
            await notices.CreatedAsync(connection, row.CompanyId, [row.Id], cancellationToken);
        }

        var conflicts = decision.Conflict is null ? 0 : 1;
        if (decision.Conflict?.Winner == Winner.Open)
        {
            return new Settled(PushOutcome.Held, work, conflicts);
        }

        if (row.IsSeries && decision.Base is { Deleted: false } && EventSides.Agreed(row, null, null) is { Deleted: true })
        {
            // It lives again, by a write that nobody knew of, or by a person.
            await SeriesPush.BringBackAsync(connection, run, row, actual!.Id!, now, cancellationToken);
        }

        await ConflictStore.SettleAsync(connection, [row.Id], now, cancellationToken);
        await WriteLog.ForgetAsync(connection, row.Id, cancellationToken);
        if ((decision.RowEffect == RowEffect.Write || (decision.RowEffect == RowEffect.None && row.DeletedAt is null)) && run.IsOnlyPassing(row))
        {
            return new Settled(PushOutcome.Rerouted, work, conflicts);
        }

        if (decision.GoogleEffect == GoogleEffect.None)
        {
            await QueueStore.CompleteOrLoseAsync(connection, work.Item, now, cancellationToken);
            return new Settled(PushOutcome.Nothing, work, conflicts);
        }

        rows = await EventStore.LoadAsync(connection, [row.Id], cancellationToken);
        return new Settled(null, work with { Row = rows[row.Id], InDoubt = null, IsAnnounced = false }, conflicts);
    }

    /// <returns>Null where Google does not know the event.</returns>
    public async Task<GoogleEvent?> ReadAsync(PushRun run, string eventId, CancellationToken cancellationToken)
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

    /// <summary>
    /// Google does not have an occurrence. Where it does not have the series either, that may have been moved, and what became of it is still to come.
    /// </summary>
    /// <exception cref="GoogleApiException">The series is not here.</exception>
    public async Task FindSeriesAsync(PushRun run, EventRow exception, CancellationToken cancellationToken)
    {
        if (exception is { SeriesDeleted: false } && OccurrenceBase.SlotOf(exception) is not null && (exception.SeriesGoogleEventId ?? exception.RecurringEventId) is { } series
            && await ReadAsync(run, series, cancellationToken) is null or { IsCancelled: true })
        {
            throw new GoogleApiException(GoogleFault.Transient, 404, "mayHaveMoved");
        }
    }

    /// <summary>Whether the account of the calendar whose turn it is has a calendar in its list.</summary>
    public async Task<bool> SeesAsync(PushRun run, string calendarId, CancellationToken cancellationToken)
    {
        var calendars = await google.ListCalendarsAsync(run.Account, cancellationToken);
        return calendars.Any(c => !c.Deleted && string.Equals(c.Id, calendarId, StringComparison.Ordinal));
    }

    /// <summary>A 404 may also mean that the event is too new, or that the whole calendar is out of reach; then nothing may be concluded from it.</summary>
    private async Task BelieveMissingAsync(PushRun run, PushWork work, CancellationToken cancellationToken)
    {
        if (work.Item.AttemptCount < AttemptsBeforeMissingIsBelieved)
        {
            throw new GoogleApiException(GoogleFault.Transient, 404, "notFoundYet");
        }

        if (!await SeesAsync(run, run.CalendarId, cancellationToken))
        {
            throw new GoogleApiException(GoogleFault.Transient, 404, "calendarNotFound");
        }
    }
}
