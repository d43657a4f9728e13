using CalendarSync.Core.Security;

using Microsoft.AspNetCore.Mvc;

namespace CalendarSync.Functions.Http;

/// <summary>A refusal of Core as problem details; a 401 says how to identify oneself.</summary>
internal static class RefusalAnswer
{
    public static IActionResult ToAnswer(this Refusal refusal, HttpRequest request)
    {
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return new ProblemAnswer(refusal.Status, refusal.Detail);
    }
}
