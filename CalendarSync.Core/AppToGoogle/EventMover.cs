using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>
/// Takes an event whose role names another calendar there: Google's own move, so that it stays the same event with its guests and its history. One
/// call; where fields changed as well, their update follows it.
/// </summary>
internal sealed class EventMover(IGoogleCalendar google, WriteLog writes, PushSettlement settlement)
{
    /// <summary>The row's event is in another calendar than the one whose turn it is.</summary>
    public static bool Concerns(PushRun run, PushWork work) =>
        work.Row is { GoogleEventId: not null, DeletedAt: null } row && !string.Equals(row.GoogleCalendarId, run.CalendarId, StringComparison.Ordinal);

    /// <returns>What is left to do once the event is here; or why it cannot be brought here.</returns>
    public async Task<(Settled Settled, string? Refusal)> MoveAsync(PushRun run, PushWork work, CancellationToken cancellationToken)
    {
        var row = work.Row!;
        var id = row.GoogleEventId!;
        if (work.InDoubt is not null && await settlement.ReadAsync(run, id, cancellationToken) is { IsCancelled: false } arrived)
        {
            return (await settlement.AdoptAsync(run, work, arrived, cancellationToken), null);
        }

        await AnnounceAsync(run, work, cancellationToken);
        try
        {
            var moved = await google.MoveEventAsync(run.Account, row.GoogleCalendarId!, id, run.CalendarId, cancellationToken);
            return (await settlement.AdoptAsync(run, work, moved, cancellationToken), null);
        }
        catch (GoogleApiException e) when (e.Fault is GoogleFault.NotFound or GoogleFault.Gone or GoogleFault.Duplicate)
        {
            // Somebody was quicker, or it has been deleted where it was, or this account does not see that calendar.
            if (await settlement.ReadAsync(run, id, cancellationToken) is { IsCancelled: false } there)
            {
                return (await settlement.AdoptAsync(run, work, there, cancellationToken), null);
            }

            if (e.Fault == GoogleFault.Duplicate)
            {
                // It was in that calendar before, and was cleared away there for good: Google keeps the id.
                return (new Settled(null, work), "idTakenInThatCalendar");
            }

            return await settlement.SeesAsync(run, row.GoogleCalendarId!, cancellationToken)
                ? (await settlement.SettleAsync(run, work with { InDoubt = null }, new Look(id, LookReason.Missing), cancellationToken), null)
                : (new Settled(null, work), "calendarOfAnotherAccount");
        }
        catch (GoogleApiException e) when (e is { Fault: GoogleFault.Permanent, Status: >= 400 and < 500 })
        {
            return (new Settled(null, work), e.Reason);
        }
    }

    /// <summary>From now on a tombstone in the calendar that it leaves is no deletion.</summary>
    private async Task AnnounceAsync(PushRun run, PushWork work, CancellationToken cancellationToken)
    {
        var row = work.Row!;
        var move = new OutgoingWrite(
            work.Item.Id, row.Id, row.GoogleEventId!, System.Text.Encoding.UTF8.GetBytes(row.GoogleEvent ?? "{}"), row.Version, false);
        var announced = await writes.AnnounceAsync(run.CalendarId, work.Item.LeaseToken, [move], cancellationToken);
        if (!announced.Contains(row.Id))
        {
            throw new Queue.LeaseLostException();
        }
    }
}
