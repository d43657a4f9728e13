using CalendarSync.Core;
using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Google's changes to the application, now.</summary>
/// <param name="changes">Does it.</param>
/// <param name="callers">Who calls.</param>
/// <param name="access">What they may.</param>
/// <param name="directory">Whose is what.</param>
public sealed class GoogleCalendarSyncChanges(GoogleChanges changes, Callers callers, CompanyAccess access, CompanyDirectory directory)
{
    /// <summary><c>{company_id?, connection_id?, full?}</c> gives counts.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>Counts, or problem details.</returns>
    [Function("google-calendar-sync-changes")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "google-calendar-sync-changes")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await JsonBody.ReadAsync<Body>(request, cancellationToken)).IsRead(out Body? body, out IActionResult? problem))
        {
            return problem;
        }

        SyncScope scope = new(body.CompanyId, body.ConnectionId);
        return await ScopeGate.RefusalAsync(callers, access, directory, request, scope, cancellationToken)
            ?? new JsonAnswer(await changes.RunAsync(scope, body.Full, cancellationToken));
    }

    private sealed record Body(Guid? CompanyId = null, Guid? ConnectionId = null, bool Full = false);
}
