using CalendarSync.Core;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;

using Microsoft.AspNetCore.Mvc;

namespace CalendarSync.Functions.Http;

/// <summary>Whether a caller may run the sync for what the request names. All companies at once is for the function key only.</summary>
internal static class ScopeGate
{
    public static async Task<IActionResult?> RefusalAsync(
        Callers callers, CompanyAccess access, CompanyDirectory directory, HttpRequest request, SyncScope scope, CancellationToken cancellationToken)
    {
        Caller caller = await Gate.IdentifyAsync(callers, request, cancellationToken);
        if (caller is { UserId: null, HasFunctionKey: false })
        {
            return Gate.Unauthenticated;
        }

        Guid? owner = scope.ConnectionId is { } id ? await directory.OfConnectionAsync(id, cancellationToken) : scope.CompanyId;
        if (owner is not { } company)
        {
            return scope.ConnectionId is null && caller.HasFunctionKey
                ? null
                : scope.ConnectionId is null ? new ProblemAnswer(StatusCodes.Status400BadRequest, "Name a company_id or a connection_id.") : Gate.Unknown;
        }

        if (Gate.Refusal(await access.CheckAsync(caller, company, CompanyRight.ManageOrKey, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        bool known = (scope.CompanyId is null || scope.CompanyId == company) && await directory.ExistsAsync(company, cancellationToken);
        return known ? null : Gate.Unknown;
    }
}
