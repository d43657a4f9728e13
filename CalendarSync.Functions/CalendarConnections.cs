using System.Text.Json;

using CalendarSync.Core.Connecting;
using CalendarSync.Core.Security;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>A company's synced calendars: list, change, disconnect.</summary>
/// <param name="callers">Who calls.</param>
/// <param name="connections">Does it.</param>
public sealed class CalendarConnections(Callers callers, ConnectionsAdmin connections)
{
    /// <summary>GET with <c>company_id</c> lists; PATCH and DELETE are about one connection.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The connection, for PATCH and DELETE.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>The connections, the connection, nothing, or problem details.</returns>
    [Function("calendar-connections")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "patch", "delete", Route = "v1/calendar/connections/{id?}")] HttpRequest request,
        string? id,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Caller caller = await Gate.IdentifyAsync(callers, request, cancellationToken);
        if (caller.UserId is null)
        {
            return Gate.Unauthenticated;
        }

        if (HttpMethods.IsGet(request.Method) != id is null)
        {
            return new ProblemAnswer(StatusCodes.Status405MethodNotAllowed, "GET is for the list, PATCH and DELETE are for one connection.");
        }

        if (id is null)
        {
            return await ListAsync(caller, request, cancellationToken);
        }

        Guid connection = Guid.TryParse(id, out Guid parsed) ? parsed : Guid.Empty;
        if (HttpMethods.IsDelete(request.Method))
        {
            return await connections.DisconnectAsync(caller, connection, cancellationToken) is { } problem ? problem.ToAnswer() : new NoContentResult();
        }

        JsonBody<Dictionary<string, JsonElement>> body = await JsonBody.ReadAsync<Dictionary<string, JsonElement>>(request, cancellationToken);
        return body.IsRead(out Dictionary<string, JsonElement>? fields, out IActionResult? unread)
            ? (await connections.ChangeAsync(caller, connection, fields, cancellationToken)).ToAnswer()
            : unread;
    }

    private async Task<IActionResult> ListAsync(Caller caller, HttpRequest request, CancellationToken cancellationToken) =>
        RequestValues.Company(request) is { } company
            ? (await connections.ListAsync(caller, company, cancellationToken)).ToAnswer()
            : RequestValues.CompanyMissing;
}
