using CalendarSync.Functions.Http;
using CalendarSync.Local.Demo;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Page.Trouble;
using CalendarSync.Local.Runtime;

using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

using Npgsql;

namespace CalendarSync.Local.Page;

/// <summary>The page that shows both sides, on a port and an origin of its own: the functions and the emulator know nothing of it.</summary>
internal sealed class PageHost : IAsyncDisposable
{
    private const int UsualPort = 7070;

    private readonly WebApplication _app;

    private PageHost(WebApplication app, Troubles troubles)
    {
        _app = app;
        Troubles = troubles;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    public Troubles Troubles { get; }

    /// <summary>Fills both calendars, connects them, and opens the page: on the usual port where it is free and wanted, else on any.</summary>
    /// <param name="demo">What it is a page of.</param>
    /// <param name="clock">Whose today the page shows.</param>
    /// <param name="usualPort">Whether the usual port is wanted.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<PageHost> StartAsync(DemoEnvironment demo, TimeProvider clock, bool usualPort, CancellationToken cancellationToken)
    {
        var app = new AppSide(demo.Database, demo.People);
        var google = new GoogleSide(demo.Google.Emulator);
        await FillAsync(demo, app, google, clock.GetUtcNow(), cancellationToken);
        var troubles = new Troubles(demo, app, clock);
        var routes = new PageRoutes(demo, app, google, troubles, clock);
        if (usualPort)
        {
            try
            {
                return await ListenAsync(routes, troubles, UsualPort, cancellationToken);
            }
            catch (IOException exception) when (exception.InnerException is AddressInUseException)
            {
                // Another demo, perhaps.
            }
        }

        return await ListenAsync(routes, troubles, 0, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await Troubles.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static async Task<PageHost> ListenAsync(PageRoutes routes, Troubles troubles, int port, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = JsonBody.MaxBytes;
        });
        WebApplication app = builder.Build();
        try
        {
            app.UsePageGuard();
            app.Use(ExplainAsync);
            app.UseRouting();
            app.MapPageFiles();
            routes.Map(app, app.Lifetime.ApplicationStopping);
            await app.StartAsync(cancellationToken);
            return new PageHost(app, troubles);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task FillAsync(DemoEnvironment demo, AppSide app, GoogleSide google, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (EventEdit edit in FirstEvents.OfGoogle(now))
        {
            await google.AddAsync(edit, cancellationToken);
        }

        await demo.Browser.ConnectAsync(cancellationToken);
        demo.Feed.Say($"connected {DemoPeople.GoogleAccount}");
        foreach (EventEdit edit in FirstEvents.OfTheApplication(now))
        {
            await app.AddAsync(edit, cancellationToken);
        }

        await demo.RunProcessorAsync(cancellationToken);
    }

    /// <summary>What either side refuses is told in its words; the page shows them as text.</summary>
    private static async Task ExplainAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && Problem(exception) is { } problem)
        {
            await problem.WriteAsync(context);
        }
    }

    private static ProblemAnswer? Problem(Exception exception) => exception switch
    {
        GoogleErrorException refused => new ProblemAnswer(StatusCodes.Status400BadRequest, refused.Message),
        PostgresException refused => new ProblemAnswer(StatusCodes.Status400BadRequest, $"The database refused it (SQL state {refused.SqlState})."),
        DemoFailureException failed => new ProblemAnswer(StatusCodes.Status409Conflict, failed.Message),
        HttpRequestException => new ProblemAnswer(StatusCodes.Status503ServiceUnavailable, "The worker is down just now; another one starts soon."),
        BadHttpRequestException bad => new ProblemAnswer(bad.StatusCode),
        _ => null,
    };
}
