using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// Receives push messages. Each is a hint that a calendar changed, no more: it is verified, counted once, and makes at most one pull, whatever comes
/// after it. To the sender every message looks the same, true or forged.
/// </summary>
public sealed class Webhook
{
    // Google counts a slow answer as a failure. What does not fit in is the next timer's.
    private static readonly TimeSpan PullBudget = TimeSpan.FromSeconds(10);

    private const int LongestHeader = 256;

    private readonly WebhookStore store;
    private readonly IPullTrigger puller;
    private readonly ILogger<Webhook> logger;

    internal Webhook(WebhookStore store, IPullTrigger puller, ILogger<Webhook> logger)
    {
        this.store = store;
        this.puller = puller;
        this.logger = logger;
    }

    /// <summary>Works off a message. Nothing that it holds or causes makes this throw; what fails is logged and left to the timers.</summary>
    /// <param name="message">As received.</param>
    /// <param name="cancellationToken">Stops a pull between two pages.</param>
    /// <returns>When the message has been worked off, within seconds.</returns>
    public async Task ReceiveAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            if (await AcceptAsync(message, cancellationToken) is { } connectionId)
            {
                await puller.PullSoonAsync(connectionId, PullBudget, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The answer must not tell a message that hit something from one that did not.
            logger.MessageLost(e);
        }
    }

    private async Task<Guid?> AcceptAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        if (!IsSane(message.ChannelId) || !IsSane(message.ResourceId) || !IsSane(message.Token)
            || !long.TryParse(message.MessageNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            logger.MessageIgnored();
            return null;
        }

        var channel = await store.FindAsync(message.ChannelId!, cancellationToken);
        // All comparisons are made, known channel or not.
        var known = ChannelSecret.Matches(message.Token!, channel?.TokenHash);
        known &= SameResource(channel?.ResourceId, message.ResourceId!);
        if (channel is null || !known)
        {
            logger.MessageIgnored();
            return null;
        }

        return await store.AcceptAsync(channel.Id, number, cancellationToken);
    }

    private static bool SameResource(string? expected, string given)
    {
        var bytes = Encoding.UTF8.GetBytes(given);
        return CryptographicOperations.FixedTimeEquals(bytes, expected is null ? bytes : Encoding.UTF8.GetBytes(expected));
    }

    private static bool IsSane(string? header) => header is { Length: > 0 and <= LongestHeader } && !header.Contains('\0', StringComparison.Ordinal);
}
