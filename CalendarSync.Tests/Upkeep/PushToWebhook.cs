using System.Net;

using CalendarSync.Core.GoogleToApp;

namespace CalendarSync.Tests.Upkeep;

/// <summary>Carries Google's messages into the app's receiver without a socket; a test decides which of them get lost.</summary>
internal sealed class PushToWebhook : HttpMessageHandler
{
    public Webhook? Receiver { get; set; }

    public Func<bool> Loses { get; set; } = static () => false;

    public int Lost { get; private set; }

    public int Delivered { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Loses())
        {
            Lost++;
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }

        Delivered++;
        await Receiver!.ReceiveAsync(
            new WebhookMessage(Header("X-Goog-Channel-ID"), Header("X-Goog-Resource-ID"), Header("X-Goog-Channel-Token"), Header("X-Goog-Message-Number")),
            cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.NoContent);

        string? Header(string name) => request.Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }
}
