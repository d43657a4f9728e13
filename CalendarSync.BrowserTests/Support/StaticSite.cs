using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CalendarSync.BrowserTests.Support;

/// <summary>Another site: one page on an origin of its own.</summary>
internal sealed class StaticSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StaticSite(WebApplication app) => _app = app;

    public string Origin => _app.Urls.Single();

    public string Page { get; set; } = "";

    public static async Task<StaticSite> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        var site = new StaticSite(app);
        app.MapGet("/", () => Results.Content(site.Page, "text/html; charset=utf-8"));
        await app.StartAsync();
        return site;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
