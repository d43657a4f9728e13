using CalendarSync.Core.AppToGoogle;
using CalendarSync.Core.GoogleToApp;

using Npgsql;

namespace CalendarSync.Core.Upkeep;

/// <summary>
/// What the three sync timers do. A calendar with a living channel is asked every quarter of an hour, which finds what a lost message hid; one
/// without is asked at the processor's ticks too, and gets its channel as soon as Google opens one.
/// </summary>
/// <param name="fromGoogle">Google to the application.</param>
/// <param name="toGoogle">The application to Google.</param>
/// <param name="bothWays">Both.</param>
/// <param name="watch">Push channels.</param>
public sealed class TimedSync(GoogleChanges fromGoogle, SyncProcessor toGoogle, TwoWaySync bothWays, WatchService watch)
{
    /// <summary>The processor's tick: sends what is due, and asks the calendars that no message will tell about.</summary>
    /// <param name="cancellationToken">Stops between two changes or pages.</param>
    /// <returns>What both did together.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SyncCounts> ProcessAsync(CancellationToken cancellationToken)
    {
        var sent = await toGoogle.RunAsync(SyncScope.Everything, cancellationToken);
        return sent + await fromGoogle.PollAsync(cancellationToken);
    }

    /// <summary>The fallback's tick: asks every calendar what changed; a calendar whose channel has died gets a new one first, so that nothing falls between.</summary>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SyncCounts> IncrementalAsync(CancellationToken cancellationToken)
    {
        await watch.KeepAsync(cancellationToken);
        return await fromGoogle.RunAsync(SyncScope.Everything, false, cancellationToken);
    }

    /// <summary>The daily tick: both directions.</summary>
    /// <param name="cancellationToken">Stops between two pages or changes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task<SyncCounts> DailyAsync(CancellationToken cancellationToken) => bothWays.RunAsync(SyncScope.Everything, cancellationToken);
}
