namespace CalendarSync.Core.GoogleToApp;

/// <summary>Starts and stops a calendar's push channel by hand, and keeps channels alive.</summary>
public sealed class WatchService
{
    // A day, and an hour for a run that comes late.
    private static readonly TimeSpan UntilNextRenewal = TimeSpan.FromHours(25);

    private readonly Channels channels;

    internal WatchService(Channels channels) => this.channels = channels;

    /// <summary>Opens a channel on the connection's calendar; one that was open is replaced.</summary>
    /// <param name="connectionId">A connection in use.</param>
    /// <param name="cancellationToken">Stops the work; a channel that was half opened ends by itself.</param>
    /// <returns>What became of it; a refusal of Google's is a result too.</returns>
    public Task<ChannelResult> StartAsync(Guid connectionId, CancellationToken cancellationToken) => channels.StartAsync(connectionId, cancellationToken);

    /// <summary>Stops the connection's channels; the timers go on polling.</summary>
    /// <param name="connectionId">Any connection.</param>
    /// <param name="cancellationToken">Stops the work; messages change nothing from the first moment.</param>
    /// <returns>Always <see cref="ChannelOutcome.Stopped"/>: what Google does not confirm ends by itself.</returns>
    public Task<ChannelResult> StopAsync(Guid connectionId, CancellationToken cancellationToken) => channels.StopAsync(connectionId, cancellationToken);

    /// <summary>
    /// Once a day: a new channel, before the old one stops, for every calendar whose channel is old or would end before this runs again. A run
    /// that comes late or twice does no harm.
    /// </summary>
    /// <param name="cancellationToken">Stops the work; a channel that was half opened ends by itself.</param>
    /// <returns>What became of each calendar that was due.</returns>
    public Task<IReadOnlyList<ChannelResult>> RenewAsync(CancellationToken cancellationToken) => channels.RenewAsync(UntilNextRenewal, cancellationToken);

    /// <summary>Between two daily renewals: a channel for every calendar that has none, or only one in the last fifth of its life.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What became of each calendar that was due.</returns>
    public Task<IReadOnlyList<ChannelResult>> KeepAsync(CancellationToken cancellationToken) => channels.RenewAsync(TimeSpan.Zero, cancellationToken);
}
