using CalendarSync.Core.Queue;
using CalendarSync.Core.Security;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>What of a company is not in Google yet, why, and the retry by hand.</summary>
/// <param name="callers">Who calls.</param>
/// <param name="queue">Does it.</param>
public sealed class CalendarQueue(Callers callers, QueueAdmin queue)
{
    /// <summary>GET with <c>company_id</c> lists (<c>status</c>: pending, processing, failed); POST to <c>{id}/retry</c> makes one due at once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The change, for POST.</param>
    /// <param name="part"><c>retry</c>, for POST.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>The changes, the change, or problem details.</returns>
    [Function("calendar-queue")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "v1/calendar/queue/{id?}/{part?}")] HttpRequest request,
        string? id,
        string? part,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Caller caller = await Gate.IdentifyAsync(callers, request, cancellationToken);
        if (caller.UserId is null)
        {
            return Gate.Unauthenticated;
        }

        if (HttpMethods.IsGet(request.Method) ? id is not null : part is not "retry")
        {
            return new ProblemAnswer(StatusCodes.Status404NotFound, "GET is for the list, POST is for the retry of one change.");
        }

        if (HttpMethods.IsPost(request.Method))
        {
            return (await queue.RetryAsync(caller, long.TryParse(id, out long change) ? change : 0, cancellationToken)).ToAnswer();
        }

        return RequestValues.Company(request) is { } company
            ? (await queue.ListAsync(caller, company, RequestValues.Single(request.Query["status"]), cancellationToken)).ToAnswer()
            : RequestValues.CompanyMissing;
    }
}
