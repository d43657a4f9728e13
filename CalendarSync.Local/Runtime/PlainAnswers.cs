using CalendarSync.Functions.Http;

namespace CalendarSync.Local.Runtime;

/// <summary>Middleware around everything: bodies that are too long are refused unread, and the router's bare 404 and 405 get a body.</summary>
internal static class PlainAnswers
{
    public static void UsePlainAnswers(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.ContentLength > JsonBody.MaxBytes)
        {
            await new ProblemAnswer(StatusCodes.Status413PayloadTooLarge, $"The body may have {JsonBody.MaxBytes} bytes.").WriteAsync(context);
            return;
        }

        await next(context);
        // An endpoint that ran has said what it wanted to say.
        bool unrouted = context.GetEndpoint() is null or { DisplayName: "405 HTTP Method Not Supported" };
        if (unrouted && !context.Response.HasStarted && context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)
        {
            await new ProblemAnswer(context.Response.StatusCode).WriteAsync(context);
        }
    });
}
