using CalendarSync.Core;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Both directions, now.</summary>
/// <param name="sync">Does it.</param>
/// <param name="callers">Who calls.</param>
/// <param name="access">What they may.</param>
/// <param name="directory">Whose is what.</param>
public sealed class CalendarSyncNow(TwoWaySync sync, Callers callers, CompanyAccess access, CompanyDirectory directory)
{
    /// <summary><c>{company_id?, role?}</c> gives counts.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>Counts, or problem details.</returns>
    [Function("calendar-sync")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/calendar/sync")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await JsonBody.ReadAsync<Body>(request, cancellationToken)).IsRead(out Body? body, out IActionResult? problem))
        {
            return problem;
        }

        SyncScope scope = new(body.CompanyId, Role: body.Role);
        return await ScopeGate.RefusalAsync(callers, access, directory, request, scope, cancellationToken)
            ?? new JsonAnswer(await sync.RunAsync(scope, cancellationToken));
    }

    private sealed record Body(Guid? CompanyId = null, string? Role = null);
}
