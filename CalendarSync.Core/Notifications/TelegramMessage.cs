using System.Text.Json.Nodes;

namespace CalendarSync.Core.Notifications;

/// <summary>The body of <c>sendMessage</c>.</summary>
/// <param name="ChatId">A number, or a channel's name as text.</param>
/// <param name="MessageThreadId">The topic; null for the chat's general one.</param>
/// <param name="Text">Telegram's HTML.</param>
/// <param name="ParseMode"><c>HTML</c>.</param>
/// <param name="LinkPreviewOptions">No preview of the calendar's page.</param>
internal sealed record TelegramMessage(JsonNode ChatId, int? MessageThreadId, string Text, string ParseMode, TelegramLinkPreview LinkPreviewOptions);
