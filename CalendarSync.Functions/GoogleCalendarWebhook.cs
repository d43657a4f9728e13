using CalendarSync.Core.GoogleToApp;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Google's push messages. Whoever sends whatever gets the same empty answer.</summary>
/// <param name="webhook">Works them off.</param>
public sealed class GoogleCalendarWebhook(Webhook webhook)
{
    /// <summary>The headers are the message; the body is empty, and read only to see that it is not huge.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The sender went away.</param>
    /// <returns>204, or 413.</returns>
    [Function("google-calendar-webhook")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "google-calendar-webhook")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await JsonBody.ReadBytesAsync(request, cancellationToken) is null)
        {
            return new ProblemAnswer(StatusCodes.Status413PayloadTooLarge);
        }

        await webhook.ReceiveAsync(
            new WebhookMessage(
                request.Headers["X-Goog-Channel-ID"], request.Headers["X-Goog-Resource-ID"], request.Headers["X-Goog-Channel-Token"], request.Headers["X-Goog-Message-Number"]),
            cancellationToken);
        return new NoContentResult();
    }
}
