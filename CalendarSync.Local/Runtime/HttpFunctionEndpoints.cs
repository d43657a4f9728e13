using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;

namespace CalendarSync.Local.Runtime;

/// <summary>The HTTP functions as endpoints: route and methods for the router, level and time limit around the call.</summary>
internal static class HttpFunctionEndpoints
{
    public static void MapHttpFunctions(this IEndpointRouteBuilder app)
    {
        HostSettings host = app.ServiceProvider.GetRequiredService<HostSettings>();
        foreach (HttpFunction function in app.ServiceProvider.GetRequiredService<FunctionCatalog>().Http)
        {
            string pattern = $"/{host.RoutePrefix}/{function.Route.TrimStart('/')}";
            Task HandleAsync(HttpContext context) => AnswerAsync(function, host, context);
            _ = function.Methods.Count == 0 ? app.Map(pattern, HandleAsync) : app.MapMethods(pattern, function.Methods, HandleAsync);
        }
    }

    private static async Task AnswerAsync(HttpFunction function, HostSettings host, HttpContext context)
    {
        if (!context.RequestServices.GetRequiredService<FunctionKeys>().Allows(function.Level, context.Request))
        {
            await new ProblemAnswer(StatusCodes.Status401Unauthorized).WriteAsync(context);
            return;
        }

        TimeProvider clock = context.RequestServices.GetRequiredService<TimeProvider>();
        long start = clock.GetTimestamp();
        bool succeeded = false;
        using var timeout = new CancellationTokenSource(host.FunctionTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, timeout.Token);
        try
        {
            object? result = await FunctionInvoker.RunHttpAsync(function, context, either.Token);
            await ExecuteAsync(result, context);
            succeeded = true;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: nobody is there to answer, and nothing has failed.
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            RuntimeLog.FunctionTimedOut(Logger(context), function.Name);
            await RefuseAsync(context, StatusCodes.Status500InternalServerError);
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(context, exception.StatusCode);
        }
#pragma warning disable CA1031 // The boundary of a function, as the Azure host is one.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RuntimeLog.FunctionFailed(Logger(context), function.Name, FailureText.Of(exception));
            await RefuseAsync(context, StatusCodes.Status500InternalServerError);
        }
        finally
        {
            context.RequestServices.GetRequiredService<FunctionObserver>()
                .Ended(new FunctionRun(function.Name, context.Response.StatusCode, succeeded, clock.GetElapsedTime(start)));
        }
    }

    private static ILogger<FunctionInvoker> Logger(HttpContext context) => context.RequestServices.GetRequiredService<ILogger<FunctionInvoker>>();

    private static async Task ExecuteAsync(object? result, HttpContext context)
    {
        switch (result)
        {
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor()));
                break;
            case IResult plain:
                await plain.ExecuteAsync(context);
                break;
            default:
                throw new InvalidOperationException("The function gave no result.");
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer is out; cutting the connection tells the caller that it is not whole.
            context.Abort();
            return;
        }

        context.Response.Clear();
        await new ProblemAnswer(status).WriteAsync(context);
    }
}
