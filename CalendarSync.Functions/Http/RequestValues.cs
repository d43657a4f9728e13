using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace CalendarSync.Functions.Http;

/// <summary>Reads what a request says once. A header or parameter that is given twice counts as none.</summary>
internal static class RequestValues
{
    public static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;

    /// <summary>The company that a list is asked of; null where <c>company_id</c> is missing, doubled or no uuid.</summary>
    public static Guid? Company(HttpRequest request) => Guid.TryParse(Single(request.Query["company_id"]), out Guid company) ? company : null;

    public static IActionResult CompanyMissing => new ProblemAnswer(StatusCodes.Status400BadRequest, "company_id has to be given once, as a uuid.");
}
