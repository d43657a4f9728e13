using CalendarSync.Core.History;
using CalendarSync.Core.Security;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>What was decided in a company, or about one of its events, and why.</summary>
/// <param name="callers">Who calls.</param>
/// <param name="history">Finds it.</param>
public sealed class CalendarHistory(Callers callers, HistoryAdmin history)
{
    /// <summary>GET with <c>company_id</c>, and as wanted <c>event_id</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>The decisions, or problem details.</returns>
    [Function("calendar-history")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/calendar/history")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Caller caller = await Gate.IdentifyAsync(callers, request, cancellationToken);
        if (caller.UserId is null)
        {
            return Gate.Unauthenticated;
        }

        if (RequestValues.Company(request) is not { } company)
        {
            return RequestValues.CompanyMissing;
        }

        Guid? eventId = null;
        if (request.Query.ContainsKey("event_id"))
        {
            if (!Guid.TryParse(RequestValues.Single(request.Query["event_id"]), out Guid id))
            {
                return new ProblemAnswer(StatusCodes.Status400BadRequest, "event_id has to be given once, as a uuid.");
            }

            eventId = id;
        }

        Answer<HistoryList> answer = await history.ListAsync(caller, company, eventId, cancellationToken);
        return answer.ToAnswer();
    }
}
