using CalendarSync.Core.Health;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Is the sync doing its work?</summary>
/// <param name="check">Looks.</param>
public sealed class Health(HealthCheck check)
{
    /// <summary>200 where all is well, else 503; both with the report.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>The report.</returns>
    [Function("health")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        HealthReport report = await check.LookAsync(cancellationToken);
        return new JsonAnswer(report, report.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
