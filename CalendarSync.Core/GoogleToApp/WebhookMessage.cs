namespace CalendarSync.Core.GoogleToApp;

/// <summary>A push message: the headers as they came, null where one is missing. The body is empty and means nothing.</summary>
/// <param name="ChannelId"><c>X-Goog-Channel-ID</c>.</param>
/// <param name="ResourceId"><c>X-Goog-Resource-ID</c>.</param>
/// <param name="Token"><c>X-Goog-Channel-Token</c>.</param>
/// <param name="MessageNumber"><c>X-Goog-Message-Number</c>: grows, with gaps.</param>
public sealed record WebhookMessage(string? ChannelId, string? ResourceId, string? Token, string? MessageNumber);
