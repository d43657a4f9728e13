using CalendarSync.Core.Connecting;
using CalendarSync.Core.Upkeep;
using Npgsql;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// What begins with a connection: its push channel, and then its first listing, in that order, so that nothing can change between
/// the two unseen; at last its colour. What does not fit into the time that a browser waits is the next timer's.
/// </summary>
internal sealed class FirstSync(Channels channels, GoogleChanges changes, CalendarColors colors, CalendarFileStore file) : IAfterConnect
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task StartAsync(IReadOnlyList<Guid> connectionIds, CancellationToken cancellationToken)
    {
        await file.FollowAsync(connectionIds, cancellationToken);
        foreach (var connectionId in connectionIds)
        {
            // Google's refusals of a channel are an outcome, not an exception: then there is polling only.
            await channels.StartAsync(connectionId, cancellationToken);
        }

        var budget = Budget / Math.Max(1, connectionIds.Count);
        foreach (var connectionId in connectionIds)
        {
            await changes.PullSoonAsync(connectionId, budget, cancellationToken);
        }

        await colors.SendAsync(connectionIds, cancellationToken);
    }
}
