using CalendarSync.Core.Conflicts;
using CalendarSync.Core.Security;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>A company's conflicts: what lost, or waits for a choice, and the choice.</summary>
/// <param name="callers">Who calls.</param>
/// <param name="conflicts">Does it.</param>
public sealed class CalendarConflicts(Callers callers, ConflictsAdmin conflicts)
{
    /// <summary>GET with <c>company_id</c> lists (<c>status</c>: open, recorded, resolved, all); POST to <c>{id}/resolution</c> decides.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The conflict, for POST.</param>
    /// <param name="part"><c>resolution</c>, for POST.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>The conflicts, the conflict, or problem details.</returns>
    [Function("calendar-conflicts")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "v1/calendar/conflicts/{id?}/{part?}")] HttpRequest request,
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

        if (HttpMethods.IsGet(request.Method) ? id is not null : part is not "resolution")
        {
            return new ProblemAnswer(StatusCodes.Status404NotFound, "GET is for the list, POST is for the resolution of one conflict.");
        }

        return HttpMethods.IsGet(request.Method) ? await ListAsync(caller, request, cancellationToken) : await ResolveAsync(caller, request, id, cancellationToken);
    }

    private async Task<IActionResult> ListAsync(Caller caller, HttpRequest request, CancellationToken cancellationToken) =>
        RequestValues.Company(request) is { } company
            ? (await conflicts.ListAsync(caller, company, RequestValues.Single(request.Query["status"]), cancellationToken)).ToAnswer()
            : RequestValues.CompanyMissing;

    private async Task<IActionResult> ResolveAsync(Caller caller, HttpRequest request, string? id, CancellationToken cancellationToken)
    {
        JsonBody<Body> read = await JsonBody.ReadAsync<Body>(request, cancellationToken);
        Guid conflict = Guid.TryParse(id, out Guid parsed) ? parsed : Guid.Empty;
        return read.IsRead(out Body? body, out IActionResult? problem)
            ? (await conflicts.ResolveAsync(caller, conflict, body.Choice, body.Fields, body.UpdatedAt, cancellationToken)).ToAnswer()
            : problem;
    }

    private sealed record Body(string? Choice = null, Dictionary<string, string>? Fields = null, DateTimeOffset? UpdatedAt = null);
}
