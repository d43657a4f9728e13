namespace CalendarSync.Core.Notifications;

/// <summary>What the Bot API answers.</summary>
internal sealed record TelegramAnswer(bool Ok, int? ErrorCode = null, string? Description = null, TelegramAnswerParameters? Parameters = null);
