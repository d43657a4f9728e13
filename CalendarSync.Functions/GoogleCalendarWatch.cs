using CalendarSync.Core;
using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Starts and stops the push channel of a calendar.</summary>
/// <param name="watch">Does it.</param>
/// <param name="callers">Who calls.</param>
/// <param name="access">What they may.</param>
/// <param name="directory">Whose is what.</param>
public sealed class GoogleCalendarWatch(WatchService watch, Callers callers, CompanyAccess access, CompanyDirectory directory)
{
    /// <summary><c>{connection_id, action: start or stop}</c> gives <c>{outcome, expires_at, reason}</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>What became of the channel, or problem details.</returns>
    [Function("google-calendar-watch")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "google-calendar-watch")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await JsonBody.ReadAsync<Body>(request, cancellationToken)).IsRead(out Body? body, out IActionResult? problem))
        {
            return problem;
        }

        var scope = new SyncScope(ConnectionId: body.ConnectionId);
        if (await ScopeGate.RefusalAsync(callers, access, directory, request, scope, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        ChannelResult result = body.Action == WatchAction.Start
            ? await watch.StartAsync(body.ConnectionId, cancellationToken)
            : await watch.StopAsync(body.ConnectionId, cancellationToken);
        return result.Outcome switch
        {
            ChannelOutcome.NotConnected => new ProblemAnswer(StatusCodes.Status409Conflict, "The connection is not in use: it is disabled, or its account has to connect again."),
            ChannelOutcome.Failed => new ProblemAnswer(StatusCodes.Status502BadGateway, $"Google opened no channel ({result.Reason}). Changes are polled; try again later."),
            _ => new JsonAnswer(result),
        };
    }

    private enum WatchAction
    {
        Start,
        Stop,
    }

    private sealed record Body(Guid ConnectionId, WatchAction Action);
}
