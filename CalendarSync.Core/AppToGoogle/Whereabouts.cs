using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>
/// Where an event is that its calendar calls deleted: a person may have moved it to another synced calendar of the account, and bringing it back to life
/// here would double it.
/// </summary>
internal sealed class Whereabouts(IGoogleCalendar google, Database database)
{
    /// <returns>The calendar that is the event's organizer now, and the event; null where no other calendar of the account has it.</returns>
    public async Task<(Connection Calendar, GoogleEvent Event)?> FindAsync(PushRun run, string eventId, CancellationToken cancellationToken)
    {
        foreach (var other in await OthersAsync(run, cancellationToken))
        {
            try
            {
                if (await google.GetEventAsync(run.Account, other.CalendarId, eventId, cancellationToken) is { IsCancelled: false, Organizer.Self: true } there)
                {
                    return (other, there);
                }
            }
            catch (GoogleApiException e) when (e.Fault is GoogleFault.NotFound or GoogleFault.Gone)
            {
                // Not here either.
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<Connection>> OthersAsync(PushRun run, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await EventStore.FindSiblingsAsync(connection, run.Calendar, cancellationToken);
    }
}
