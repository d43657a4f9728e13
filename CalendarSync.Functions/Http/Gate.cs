using CalendarSync.Core.Security;

using Microsoft.AspNetCore.Mvc;

namespace CalendarSync.Functions.Http;

/// <summary>Turns a caller without the right into the answer that says so, the same on every route.</summary>
internal static class Gate
{
    /// <summary>Who calls, by the two headers that may say so.</summary>
    public static Task<Caller> IdentifyAsync(Callers callers, HttpRequest request, CancellationToken cancellationToken) =>
        callers.IdentifyAsync(request.Headers.Authorization, request.Headers["x-functions-key"], cancellationToken);

    /// <returns>Null where the caller may.</returns>
    public static IActionResult? Refusal(Access access) => access switch
    {
        Access.Granted => null,
        Access.Unauthenticated => Unauthenticated,
        Access.Forbidden => new ProblemAnswer(StatusCodes.Status403Forbidden, "This needs the role owner or admin in the company."),
        _ => Unknown,
    };

    public static IActionResult Unauthenticated => new ProblemAnswer(StatusCodes.Status401Unauthorized, "This needs a bearer token, or a function key where the route takes one.");

    /// <summary>Somebody else's is told like what does not exist.</summary>
    public static IActionResult Unknown => new ProblemAnswer(StatusCodes.Status404NotFound, "There is no such company or connection.");
}
