using System.Collections.Concurrent;

using CalendarSync.Core.Google;

using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// Push channels: one open per calendar, with a short overlap when it is renewed. Whatever goes wrong here only makes changes arrive with the timers
/// instead of at once.
/// </summary>
internal sealed class Channels(
    IGoogleCalendar google, ChannelStore store, CalendarSyncOptions options, IIdSource ids, TimeProvider timeProvider, ILogger<Channels> logger)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    // Google's answer comes within seconds or never.
    private static readonly TimeSpan Preparation = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RenewalBudget = TimeSpan.FromMinutes(2);

    private const int SideBySide = 4;

    /// <summary>Opens a channel and then stops the ones before it.</summary>
    public async Task<ChannelResult> StartAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        if (options.WebhookBaseUrl is not { } address)
        {
            logger.PollingOnly();
            return new ChannelResult(ChannelOutcome.PollingOnly, Reason: "webhookBaseUrlUnset");
        }

        if (await store.FindCalendarAsync(connectionId, cancellationToken) is not { } calendar)
        {
            return new ChannelResult(ChannelOutcome.NotConnected);
        }

        var id = ids.NewId();
        var token = ChannelSecret.New(ids);
        var request = new WatchRequest(id.ToString("D"), address.AbsoluteUri, token, Life);
        await store.PrepareAsync(id, calendar, request.ChannelId, ChannelSecret.Hash(token), timeProvider.GetUtcNow() + Preparation, cancellationToken);
        WatchAnswer answer;
        try
        {
            answer = await google.WatchEventsAsync(calendar.Account, calendar.CalendarId, request, cancellationToken);
        }
        catch (GoogleApiException e)
        {
            return await RefusedAsync(connectionId, id, e, cancellationToken);
        }

        if (await store.OpenedAsync(id, connectionId, answer.ResourceId, answer.ExpirationMs, cancellationToken) is not { } former)
        {
            await StopAsync(new Channel(id, request.ChannelId, answer.ResourceId, calendar.GrantId), cancellationToken);
            return new ChannelResult(ChannelOutcome.Failed, Reason: "superseded");
        }

        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(answer.ExpirationMs);
        logger.ChannelOpened(connectionId, expiresAt);
        await StopAsync(former, cancellationToken);
        return new ChannelResult(ChannelOutcome.Watching, expiresAt);
    }

    /// <summary>
    /// Stops the calendar's channels for good. Their messages change nothing from now on, whether Google confirms or not, and renewal opens no other.
    /// </summary>
    public async Task<ChannelResult> StopAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await StopAsync(await store.DeclineAsync(connectionId, cancellationToken), cancellationToken);
        return new ChannelResult(ChannelOutcome.Stopped);
    }

    /// <summary>Stops all channels of an account: before its grant is revoked, since nobody can stop them afterwards.</summary>
    public async Task StopAllAsync(GoogleAccount account, CancellationToken cancellationToken) =>
        await StopAsync(await store.DisableAllAsync(account.GrantId, cancellationToken), cancellationToken);

    /// <summary>
    /// Replaces channels that have lived four fifths of their time or end within <paramref name="margin"/>, and opens missing ones: those that end
    /// first come first, some side by side, and what does not fit into the time is the next run's.
    /// </summary>
    /// <returns>What became of each calendar that was due.</returns>
    public async Task<IReadOnlyList<ChannelResult>> RenewAsync(TimeSpan margin, CancellationToken cancellationToken)
    {
        var results = new ConcurrentQueue<ChannelResult>();
        if (options.WebhookBaseUrl is null)
        {
            return [];
        }

        var now = timeProvider.GetUtcNow();
        await Parallel.ForEachAsync(
            await store.FindDueAsync(now, margin, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken },
            async (connectionId, token) =>
            {
                if (timeProvider.GetUtcNow() - now < RenewalBudget)
                {
                    results.Enqueue(await StartAsync(connectionId, token));
                }
            });
        return [.. results];
    }

    private async Task<ChannelResult> RefusedAsync(Guid connectionId, Guid id, GoogleApiException e, CancellationToken cancellationToken)
    {
        if (e.Fault == GoogleFault.PushNotSupported)
        {
            logger.ChannelRefused(connectionId, e.Reason);
            await store.RefusedAsync(id, e.Reason, cancellationToken);
            return new ChannelResult(ChannelOutcome.PollingOnly, Reason: e.Reason);
        }

        logger.ChannelFailed(connectionId, e.Status, e.Reason, e.Fault);
        if (e.Fault != GoogleFault.Transient)
        {
            // After a lost answer the row stays for a while: the channel may be open, and its messages are as good as any.
            await store.RefusedAsync(id, null, cancellationToken);
        }

        return new ChannelResult(ChannelOutcome.Failed, Reason: e.Reason);
    }

    private async Task StopAsync(IReadOnlyList<Channel> channels, CancellationToken cancellationToken)
    {
        foreach (var channel in channels)
        {
            await StopAsync(channel, cancellationToken);
        }
    }

    private async Task StopAsync(Channel channel, CancellationToken cancellationToken)
    {
        try
        {
            await google.StopChannelAsync(channel.Account, channel.ChannelId, channel.ResourceId, cancellationToken);
        }
        catch (GoogleApiException e)
        {
            // The row stays disabled; the next channel that opens here tries again, and the clean-up removes it when it has ended.
            logger.ChannelNotStopped(channel.Id, e.Status, e.Reason, e.Fault);
            return;
        }

        await store.RemoveAsync(channel.Id, cancellationToken);
    }
}
