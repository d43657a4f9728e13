using System.Text.Json.Serialization;

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace CalendarSync.Functions.Http;

/// <summary>
/// Problem details (RFC 9457), alike for every route. <paramref name="detail"/> is for the caller: say what to change, repeat
/// nothing that was sent, tell nothing about other companies or the inside.
/// </summary>
internal sealed class ProblemAnswer(int status, string? detail = null) : IActionResult
{
    public int Status => status;

    public string? Detail => detail;

    public Task ExecuteResultAsync(ActionContext context) => WriteAsync(context.HttpContext);

    public Task WriteAsync(HttpContext context)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            // RFC 9110, section 11.6.1: a 401 names at least one way to authenticate.
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return JsonAnswer.WriteAsync(context, new Body(ReasonPhrases.GetReasonPhrase(status), status, detail), status, "application/problem+json");
    }

    private sealed record Body(string Title, int Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail);
}
