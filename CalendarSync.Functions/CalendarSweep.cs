using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>The answer to a great loss that is held: delete the rows too, or give them back to Google.</summary>
/// <param name="sweeps">Carries it out.</param>
/// <param name="callers">Who calls.</param>
/// <param name="access">What they may.</param>
/// <param name="directory">Whose is what.</param>
public sealed class CalendarSweep(SweepDecision sweeps, Callers callers, CompanyAccess access, CompanyDirectory directory)
{
    /// <summary><c>{approve: true or false}</c> gives counts.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The connection.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>Counts, or problem details.</returns>
    [Function("calendar-sweep")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/calendar/connections/{id}/sweep")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!(await JsonBody.ReadAsync<Body>(request, cancellationToken)).IsRead(out Body? body, out IActionResult? problem))
        {
            return problem;
        }

        Caller caller = await Gate.IdentifyAsync(callers, request, cancellationToken);
        if (caller.UserId is not { } user)
        {
            return Gate.Unauthenticated;
        }

        if (!Guid.TryParse(id, out Guid connection) || await directory.OfConnectionAsync(connection, cancellationToken) is not { } company)
        {
            return Gate.Unknown;
        }

        if (Gate.Refusal(await access.CheckAsync(caller, company, CompanyRight.Manage, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        return await sweeps.DecideAsync(connection, body.Approve, user, cancellationToken) is { } counts
            ? new JsonAnswer(counts)
            : new ProblemAnswer(StatusCodes.Status409Conflict, "No sweep of this calendar waits for an answer.");
    }

    private sealed record Body([property: System.Text.Json.Serialization.JsonRequired] bool Approve);
}
