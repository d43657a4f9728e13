namespace CalendarSync.Core.Notifications;

/// <summary>What became of a message.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="Reason">A code of ours, never Telegram's own text, which may quote the message.</param>
/// <param name="RetryAfter">How long to wait, where Telegram says it.</param>
internal sealed record TelegramResult(TelegramOutcome Outcome, string Reason, TimeSpan? RetryAfter = null);
