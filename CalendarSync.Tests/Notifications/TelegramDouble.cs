using System.Collections.Concurrent;
using System.Text.Json;

using CalendarSync.Tests.Security;

using Microsoft.AspNetCore.Http;

namespace CalendarSync.Tests.Notifications;

/// <summary>A Bot API over HTTP that knows one bot, one group with topics, and one method; what it does not know it refuses.</summary>
internal sealed class TelegramDouble : IAsyncDisposable
{
    public const string Token = "123456:canary-AAtoken_of-the-bot";
    public const long Chat = -1001234567890;
    public const int Actions = 11;
    public const int Email = 12;
    public const int System = 13;

    private static readonly string[] KnownMembers = ["chat_id", "message_thread_id", "text", "parse_mode", "link_preview_options"];

    private LoopbackServer _server = null!;

    public ConcurrentQueue<SentMessage> Sent { get; } = new();

    /// <summary>Answers instead of the usual ones, each used once: a status, a description, seconds to wait.</summary>
    public ConcurrentQueue<(int Status, string Description, int? RetryAfter)> Instead { get; } = new();

    /// <summary>The next message is taken, and the connection breaks before the answer.</summary>
    public bool BreaksAfterTaking { get; set; }

    /// <summary>Known topics.</summary>
    public HashSet<int> Topics { get; } = [Actions, Email, System];

    public int Requests { get; private set; }

    public Uri Address => _server.Address;

    public IEnumerable<(string Name, string? Value)> Settings =>
    [
        ("TELEGRAM_BOT_TOKEN", Token), ("TELEGRAM_CHAT_ID", Chat.ToString()), ("TELEGRAM_API_URL", Address.AbsoluteUri),
        ("TELEGRAM_TOPIC_ACTIONS", Actions.ToString()), ("TELEGRAM_TOPIC_EMAIL", Email.ToString()), ("TELEGRAM_TOPIC_SYSTEM", System.ToString()),
    ];

    public static async Task<TelegramDouble> StartAsync()
    {
        var telegram = new TelegramDouble();
        telegram._server = await LoopbackServer.StartAsync(telegram.AnswerAsync);
        return telegram;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests++;
        if (Instead.TryDequeue(out var instead))
        {
            await RefuseAsync(context, instead.Status, instead.Description, instead.RetryAfter);
            return;
        }

        if (context.Request.Path != $"/bot{Token}/sendMessage")
        {
            await RefuseAsync(context, context.Request.Path.StartsWithSegments($"/bot{Token}", StringComparison.Ordinal) ? 404 : 401, "Unauthorized");
            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var message = body.RootElement;
        if (context.Request.Method != "POST" || context.Request.ContentType != "application/json"
            || message.EnumerateObject().Any(m => !KnownMembers.Contains(m.Name, StringComparer.Ordinal)))
        {
            await RefuseAsync(context, 400, "Bad Request: this double does not know that");
            return;
        }

        var topic = message.TryGetProperty("message_thread_id", out var thread) ? thread.GetInt32() : (int?)null;
        var text = message.GetProperty("text").GetString()!;
        var read = message.GetProperty("parse_mode").GetString() == "HTML" ? TelegramHtml.Read(text) : null;
        var refusal = (message.GetProperty("chat_id").GetInt64() == Chat, topic is not { } t || Topics.Contains(t), read) switch
        {
            (false, _, _) => "Bad Request: chat not found",
            (_, false, _) => "Bad Request: message thread not found",
            (_, _, null) => $"Bad Request: can't parse entities: {text}",
            (_, _, { Text.Length: > 4096 }) => "Bad Request: message is too long",
            (_, _, { Text.Length: 0 }) => "Bad Request: message text is empty",
            _ => null,
        };
        if (refusal is not null)
        {
            await RefuseAsync(context, 400, refusal);
            return;
        }

        Sent.Enqueue(new SentMessage(topic, read!.Value.Text, read.Value.Links));
        if (BreaksAfterTaking)
        {
            BreaksAfterTaking = false;
            context.Abort();
            return;
        }

        await context.Response.WriteAsJsonAsync(new { ok = true, result = new { message_id = Sent.Count, text } }, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string description, int? retryAfter = null)
    {
        context.Response.StatusCode = status;
        return status >= 500
            ? context.Response.WriteAsync("<html>Bad Gateway</html>", context.RequestAborted)
            : context.Response.WriteAsJsonAsync(new { ok = false, error_code = status, description, parameters = retryAfter is null ? null : new { retry_after = retryAfter } }, context.RequestAborted);
    }
}
