using CalendarSync.Core.Agenda;
using CalendarSync.Core.Security;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>What takes place today, or on another day, in a company.</summary>
/// <param name="callers">Who calls.</param>
/// <param name="today">Finds it.</param>
public sealed class CalendarToday(Callers callers, TodaysEvents today)
{
    private static readonly string[] Parameters = ["company_id", "role", "date", "time_zone"];

    /// <summary>GET with <c>company_id</c>, and as wanted <c>role</c>, <c>date</c> and <c>time_zone</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>The events of the day, or problem details.</returns>
    [Function("calendar-today")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/calendar/events/today")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Caller caller = await Gate.IdentifyAsync(callers, request, cancellationToken);
        if (caller.UserId is not null && Array.Find(Parameters, name => request.Query[name].Count > 1) is { } doubled)
        {
            return new ProblemAnswer(StatusCodes.Status400BadRequest, $"{doubled} has to be given once.");
        }

        string? Of(string name) => RequestValues.Single(request.Query[name]);
        Answer<AgendaDay> answer = await today.FindAsync(caller, new AgendaRequest(Of("company_id"), Of("role"), Of("date"), Of("time_zone")), cancellationToken);
        return answer.ToAnswer();
    }
}
