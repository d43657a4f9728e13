using System.Reflection;

namespace CalendarSync.Local.Page;

/// <summary>The page's files, from the assembly: there is no build step, and nothing beside the program.</summary>
internal static class PageFiles
{
    private const string Folder = "page/";
    private static readonly Assembly Assembly = typeof(PageFiles).Assembly;

    public static void MapPageFiles(this IEndpointRouteBuilder app)
    {
        foreach (string resource in Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            string name = resource[Folder.Length..];
            app.MapGet(name is "index.html" ? "/" : $"/{name}", context => WriteAsync(context, resource));
        }
    }

    private static async Task WriteAsync(HttpContext context, string resource)
    {
        await using Stream file = Assembly.GetManifestResourceStream(resource)!;
        context.Response.ContentType = Path.GetExtension(resource) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
        context.Response.ContentLength = file.Length;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
