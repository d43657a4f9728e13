using CalendarSync.Functions.Http;

namespace CalendarSync.Local.Runtime;

/// <summary><c>POST /admin/functions/{name}</c>: runs a timer function by hand, as on the Azure host, and answers when it has ended.</summary>
internal static class AdminEndpoint
{
    public static void MapAdminFunctions(this IEndpointRouteBuilder app) => app.MapPost("/admin/functions/{name}", RunAsync);

    private static async Task RunAsync(HttpContext context)
    {
        if (!context.RequestServices.GetRequiredService<FunctionKeys>().HasKey(context.Request))
        {
            await new ProblemAnswer(StatusCodes.Status401Unauthorized).WriteAsync(context);
            return;
        }

        string name = (string)context.Request.RouteValues["name"]!;
        if (context.RequestServices.GetRequiredService<TimerRunners>().Find(name) is not { } timer)
        {
            await new ProblemAnswer(StatusCodes.Status404NotFound, "There is no timer function of this name.").WriteAsync(context);
            return;
        }

        try
        {
            // A caller that hangs up does not end the run; the end of the host does.
            CancellationToken stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            Exception? failure = await timer.RunNowAsync(stopping);
            if (failure is null)
            {
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            }
            else
            {
                await new ProblemAnswer(StatusCodes.Status500InternalServerError, "The run could not be carried out; the log says why.").WriteAsync(context);
            }
        }
        catch (OperationCanceledException)
        {
            await new ProblemAnswer(StatusCodes.Status503ServiceUnavailable, "The host is stopping.").WriteAsync(context);
        }
    }
}
