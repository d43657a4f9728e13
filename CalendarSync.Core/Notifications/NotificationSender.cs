using CalendarSync.Core.Queue;
using CalendarSync.Core.Storage;

using Microsoft.Extensions.Logging;

using Npgsql;

namespace CalendarSync.Core.Notifications;

/// <summary>
/// Sends what the outbox holds, at the end of each timer run: after the work, within seconds, and without ever failing it. Telegram has no way to recognise a
/// message that was sent before, so a crash between its answer and ours means that the message comes once more: at least once, not exactly once.
/// </summary>
internal sealed class NotificationSender(
    NotificationStore store, MessageComposer composer, TelegramClient telegram, CalendarSyncOptions options, Database database, IIdSource ids, IJitter jitter,
    ILogger<NotificationSender> logger)
{
    /// <summary>From so many of one kind on, they are told in one message.</summary>
    public const int TooManyToRead = 20;

    /// <summary>What could not be sent for so long is not worth it any more.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(2);

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan UntilMended = TimeSpan.FromMinutes(15);

    /// <summary>Sends what is due. Failures are in the rows and in the log, and nowhere else.</summary>
    /// <param name="cancellationToken">The host stops; what is under way may come again.</param>
    public async Task SendDueAsync(CancellationToken cancellationToken)
    {
        if (options.TelegramBotToken is null || options.TelegramChatId is null)
        {
            return;
        }

        try
        {
            var deadline = database.Now + Budget;
            var goesOn = true;
            while (goesOn && database.Now < deadline && !cancellationToken.IsCancellationRequested)
            {
                goesOn = await SendNextAsync(cancellationToken);
            }
        }
        catch (NpgsqlException e)
        {
            logger.OutboxAway(e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The lease ends by itself.
        }
    }

    /// <returns>Whether it makes sense to go on.</returns>
    private async Task<bool> SendNextAsync(CancellationToken cancellationToken)
    {
        var lease = ids.NewId();
        if (await store.ClaimAsync(lease, options.TelegramCompanyId, cancellationToken) is not { } notification)
        {
            return false;
        }

        var together = NotificationKind.MayBeMany(notification.Kind)
            ? await store.ClaimLikeAsync(notification, lease, TooManyToRead, cancellationToken)
            : 1;
        if (database.Now - notification.CreatedAt > Life || await composer.ComposeAsync(notification, together, cancellationToken) is not { } text)
        {
            await store.DropAsync(lease, cancellationToken);
            return true;
        }

        var result = await telegram.SendAsync(text, TopicOf(notification.Kind), cancellationToken);
        switch (result.Outcome)
        {
            case TelegramOutcome.Sent:
                await store.SentAsync(lease, CancellationToken.None);
                return true;
            case TelegramOutcome.Refused:
                logger.Refused(notification.Id, notification.Kind, result.Reason);
                await store.ParkAsync(lease, result.Reason, CancellationToken.None);
                return true;
            default:
                var at = database.Now + WaitAfter(result, notification.AttemptCount);
                logger.PutOff(notification.Id, notification.Kind, at, result.Reason);
                await store.RetryAsync(lease, at, result.Reason, result.Outcome == TelegramOutcome.Wait, CancellationToken.None);
                return false;
        }
    }

    private TimeSpan WaitAfter(TelegramResult result, int attempts) => result switch
    {
        { Outcome: TelegramOutcome.Wait, RetryAfter: { } asked } => asked,
        { Outcome: TelegramOutcome.Unauthorised } => UntilMended,
        _ => Backoff.After(attempts + 1, jitter.Next()),
    };

    private int? TopicOf(string kind) => kind switch
    {
        NotificationKind.EventCreated => options.TelegramTopicActions,
        NotificationKind.EventChanged => options.TelegramTopicEmail,
        _ => options.TelegramTopicSystem,
    };
}
