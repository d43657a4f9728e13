using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

using CalendarSync.Core.Google;

namespace CalendarSync.Core.Notifications;

/// <summary>
/// The one method of Telegram's Bot API that is needed. The address holds the bot's token: neither it nor an exception that may quote it leaves this
/// class, and the client has no loggers.
/// </summary>
internal sealed class TelegramClient(HttpClient http, CalendarSyncOptions options, TimeProvider timeProvider)
{
    private const int LargestAnswer = 64 * 1024;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    // What Telegram says about messages that it will never take, and what we call it.
    private static readonly (string Says, string Reason)[] Known =
    [
        ("chat not found", "chat_not_found"),
        ("message thread not found", "topic_not_found"),
        ("topic_closed", "topic_closed"),
        ("message is too long", "message_too_long"),
        ("message text is empty", "message_empty"),
        ("can't parse entities", "markup_refused"),
        ("not enough rights", "no_right_to_write"),
        ("bot was kicked", "bot_was_kicked"),
        ("bot was blocked", "bot_was_blocked"),
        ("bot is not a member", "bot_is_no_member"),
        ("upgraded to a supergroup", "chat_has_a_new_id"),
    ];

    /// <summary>Sends a message.</summary>
    /// <param name="html">Telegram's HTML.</param>
    /// <param name="topic">The topic; null for the general one.</param>
    /// <param name="cancellationToken">Stops the call; whether the message arrived is then unknown.</param>
    public async Task<TelegramResult> SendAsync(string html, int? topic, CancellationToken cancellationToken)
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeLimit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Address(options.TelegramBotToken!));
            var message = new TelegramMessage(ChatId(options.TelegramChatId!), topic, html, "HTML", new TelegramLinkPreview(IsDisabled: true));
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(message, NotificationJson.Default.TelegramMessage));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var (body, _) = await AnswerBody.ReadUpToAsync(response.Content, LargestAnswer, either.Token);
            return Judge((int)response.StatusCode, Parse(body));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TelegramResult(TelegramOutcome.TryAgain, "timeout");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return new TelegramResult(TelegramOutcome.TryAgain, "network");
        }
    }

    private static TelegramResult Judge(int status, TelegramAnswer? answer)
    {
        if (answer is { Ok: true })
        {
            return new TelegramResult(TelegramOutcome.Sent, "sent");
        }

        var code = answer?.ErrorCode ?? status;
        if (code == 429)
        {
            return new TelegramResult(TelegramOutcome.Wait, "too_many_messages", TimeSpan.FromSeconds(Math.Clamp(answer?.Parameters?.RetryAfter ?? 30, 1, 86_400)));
        }

        // Only an answer of the Bot API itself is an answer: a proxy's page says nothing about the message.
        if (answer is null || code is < 400 or >= 500 or 408)
        {
            return new TelegramResult(TelegramOutcome.TryAgain, "http" + status.ToString(CultureInfo.InvariantCulture));
        }

        var reason = Known.FirstOrDefault(k => answer.Description?.Contains(k.Says, StringComparison.OrdinalIgnoreCase) == true).Reason
            ?? "telegram" + code.ToString(CultureInfo.InvariantCulture);
        return code is 401 or 404
            ? new TelegramResult(TelegramOutcome.Unauthorised, "bot_token_refused")
            : new TelegramResult(TelegramOutcome.Refused, reason);
    }

    private static TelegramAnswer? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, NotificationJson.Default.TelegramAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Uri Address(string token) =>
        new($"{options.TelegramApiUrl.AbsoluteUri.TrimEnd('/')}/bot{Uri.EscapeDataString(token).Replace("%3A", ":", StringComparison.Ordinal)}/sendMessage");

    private static JsonNode ChatId(string chat) =>
        long.TryParse(chat, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(chat);
}
