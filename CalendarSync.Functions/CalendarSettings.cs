using CalendarSync.Core;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>The settings page: static files. All it shows comes from the JSON routes, with the token that the embedding application gives it.</summary>
/// <param name="options">Whose pages may embed it.</param>
public sealed class CalendarSettings(CalendarSyncOptions options)
{
    /// <summary>GET gives the page; with the name of a file, its style or one of its modules.</summary>
    /// <param name="request">The request.</param>
    /// <param name="file">The file; none for the page itself.</param>
    /// <returns>The file, or 404.</returns>
    [Function("calendar-settings")]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "google-calendar/{file?}")] HttpRequest request, string? file)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SettingsFile.Find(file ?? SettingsFile.Page) is { } found
            ? new SettingsAnswer(found, options.AllowedReturnOrigins)
            : new ProblemAnswer(StatusCodes.Status404NotFound);
    }
}
