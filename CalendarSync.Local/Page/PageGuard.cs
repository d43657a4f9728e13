using CalendarSync.Functions.Http;

namespace CalendarSync.Local.Page;

/// <summary>
/// The page is for the browser of this machine and for its own scripts: the name in the request must be the loopback's (a foreign name that points here
/// is refused), and what changes something, or tells something, must come from the page itself.
/// </summary>
internal static class PageGuard
{
    /// <summary>Pages of other origins cannot send it without being asked for permission, which nobody gives.</summary>
    public const string Header = "X-Calendar-Sync-Page";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UsePageGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (Fault(context) is { } fault)
        {
            await fault.WriteAsync(context);
            return;
        }

        await next(context);
    });

    private static ProblemAnswer? Fault(HttpContext context)
    {
        HttpRequest request = context.Request;
        int port = context.Connection.LocalPort;
        if (request.Host.Value is not { } host || !(Is(host, $"127.0.0.1:{port}") || Is(host, $"localhost:{port}")))
        {
            return new ProblemAnswer(StatusCodes.Status421MisdirectedRequest, "This page is for the browser of its own machine.");
        }

        if (!request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            return null;
        }

        string? site = request.Headers["Sec-Fetch-Site"];
        string? origin = request.Headers.Origin;
        bool foreign = (site is not null && site is not ("same-origin" or "none")) || (origin is not null && !Is(origin, $"{request.Scheme}://{host}"));
        bool changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        return foreign || (changes && !request.Headers.ContainsKey(Header))
            ? new ProblemAnswer(StatusCodes.Status403Forbidden, "Only the page itself may ask for this.")
            : null;
    }

    private static bool Is(string given, string own) => string.Equals(given, own, StringComparison.Ordinal);
}
