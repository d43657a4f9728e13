using CalendarSync.Core.AppToGoogle;
using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Notifications;

using Npgsql;

namespace CalendarSync.Core.Upkeep;

/// <summary>
/// What the three sync timers do. A calendar with a living channel is asked every quarter of an hour, which finds what a lost message hid; one
/// without is asked at the processor's ticks too, and gets its channel as soon as Google opens one.
/// </summary>
public sealed class TimedSync
{
    private readonly GoogleChanges fromGoogle;
    private readonly SyncProcessor toGoogle;
    private readonly TwoWaySync bothWays;
    private readonly WatchService watch;
    private readonly CalendarColors colors;
    private readonly CalendarFileStore file;
    private readonly Notices notices;
    private readonly CalendarSyncOptions options;
    private readonly TimeProvider timeProvider;

    internal TimedSync(
        GoogleChanges fromGoogle, SyncProcessor toGoogle, TwoWaySync bothWays, WatchService watch, CalendarColors colors, CalendarFileStore file, Notices notices, CalendarSyncOptions options,
        TimeProvider timeProvider)
    {
        this.fromGoogle = fromGoogle;
        this.toGoogle = toGoogle;
        this.bothWays = bothWays;
        this.watch = watch;
        this.colors = colors;
        this.file = file;
        this.notices = notices;
        this.options = options;
        this.timeProvider = timeProvider;
    }

    /// <summary>The processor's tick: hears what the calendar file says now, sends what is due, asks the calendars that no message will tell about, and brings configured colours to Google.</summary>
    /// <param name="cancellationToken">Stops between two changes or pages.</param>
    /// <returns>What both did together.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SyncCounts> ProcessAsync(CancellationToken cancellationToken)
    {
        await file.FollowAsync(only: null, cancellationToken);
        var sent = await toGoogle.RunAsync(SyncScope.Everything, cancellationToken);
        var polled = await fromGoogle.PollAsync(cancellationToken);
        await colors.SendAsync(only: null, cancellationToken);
        return sent + polled;
    }

    /// <summary>The fallback's tick: asks every calendar what changed; a calendar whose channel has died gets a new one first, so that nothing falls between. And, once an hour, which colours they have.</summary>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SyncCounts> IncrementalAsync(CancellationToken cancellationToken)
    {
        await watch.KeepAsync(cancellationToken);
        var pulled = await fromGoogle.RunAsync(SyncScope.Everything, false, cancellationToken);
        await colors.ReadAsync(cancellationToken);
        return pulled;
    }

    /// <summary>The daily tick: both directions, and a word about the result. Where the chat is one company's, the word is about that one only.</summary>
    /// <param name="cancellationToken">Stops between two pages or changes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SyncCounts> DailyAsync(CancellationToken cancellationToken)
    {
        var startedAt = timeProvider.GetUtcNow();
        var told = await bothWays.RunAsync(new SyncScope(options.TelegramCompanyId), cancellationToken);
        await notices.DailyAsync(startedAt, told, cancellationToken);
        return options.TelegramCompanyId is null ? told : await bothWays.RunAsync(SyncScope.Everything, cancellationToken);
    }
}
