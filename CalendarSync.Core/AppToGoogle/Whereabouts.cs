using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>
/// Where an event is that its calendar calls deleted: a person may have moved it to another synced calendar of the account, and bringing it back to life
/// here would double it.
/// </summary>
internal sealed class Whereabouts(IGoogleCalendar google, Database database, ServerClock clock)
{
    // Google shows a write everywhere only after a while.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <param name="calendar">The calendar that has it no longer.</param>
    /// <param name="eventId">Which event.</param>
    /// <param name="goneSince">When it went, by Google's clock; null where nobody says so.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    public async Task<Found> SearchAsync(Connection calendar, string eventId, DateTimeOffset? goneSince, CancellationToken cancellationToken)
    {
        var others = await OthersAsync(calendar, cancellationToken);
        foreach (var other in others)
        {
            try
            {
                if (await google.GetEventAsync(calendar.Account, other.CalendarId, eventId, cancellationToken) is { IsCancelled: false, Organizer.Self: true } there)
                {
                    return new Found(other, there, false);
                }
            }
            catch (GoogleApiException e) when (e.Fault is GoogleFault.NotFound or GoogleFault.Gone)
            {
                // Not here either.
            }
        }

        return new Found(null, null, others.Count > 0 && goneSince > database.Now + clock.Offset - Margin);
    }

    private async Task<IReadOnlyList<Connection>> OthersAsync(Connection calendar, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await EventStore.FindSiblingsAsync(connection, calendar, cancellationToken);
    }
}
