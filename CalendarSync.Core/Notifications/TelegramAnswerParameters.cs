namespace CalendarSync.Core.Notifications;

/// <summary>What goes with a refusal.</summary>
/// <param name="RetryAfter">Seconds to wait; null where nothing is said.</param>
internal sealed record TelegramAnswerParameters(int? RetryAfter = null);
