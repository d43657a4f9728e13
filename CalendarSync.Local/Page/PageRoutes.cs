using System.Text.Json.Nodes;

using CalendarSync.Functions.Http;
using CalendarSync.Local.Demo;
using CalendarSync.Local.Page.Trouble;

namespace CalendarSync.Local.Page;

/// <summary>What the page's scripts ask for. The two sides have the same routes, and nothing in common behind them.</summary>
internal sealed class PageRoutes(DemoEnvironment demo, AppSide app, GoogleSide google, Troubles troubles, TimeProvider clock)
{
    private const string FunctionsPage = "/api/google-calendar";

    public void Map(IEndpointRouteBuilder routes, CancellationToken stopping)
    {
        routes.MapGet("/api/about", context => JsonAnswer.WriteAsync(context, About(), StatusCodes.Status200OK, "application/json"));
        routes.MapGet("/api/state", StateAsync);
        routes.MapGet("/api/feed", context => FeedStream.WriteAsync(context, demo.Feed, stopping));
        MapSide(routes, "app", app);
        MapSide(routes, "google", google);
        routes.MapPost("/api/both", BothAsync);
        routes.MapPost("/api/processor", context => DoneAsync(context, demo.RunProcessorAsync(context.RequestAborted)));
        routes.MapPost("/api/hurry", context => DoneAsync(context, demo.HurryAsync(context.RequestAborted)));
        routes.MapPost("/api/trouble/{name}", TroubleAsync);
        routes.MapDelete("/api/trouble/{name?}", context =>
            DoneAsync(context, troubles.StopAsync(context.Request.RouteValues["name"] as string, context.RequestAborted)));
    }

    private object About() => new
    {
        SettingsUrl = $"{demo.Settings.BaseUrl}{FunctionsPage}#token={demo.People.Token(demo.Settings.JwtSecret, TimeProvider.System.GetUtcNow())}&company_id={demo.People.CompanyId}",
        FunctionsUrl = $"{demo.Settings.BaseUrl}/api",
        GoogleUrl = demo.Google.BaseAddress,
        demo.DatabaseUrl,
        DemoPeople.GoogleAccount,
        DemoPeople.TimeZone,
        DemoSettings.ProcessorSeconds,
        DemoSettings.PollSeconds,
    };

    private async Task StateAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        ShownDays today = ShownDays.Today(clock.GetUtcNow());
        if (ShownDays.Read(query["from"], query["days"], today) is not { } days)
        {
            await Reply.Wrong("from is a day as 2026-02-17, and days at most 31.").WriteAsync(context);
            return;
        }

        PageState state = await PageState.ReadAsync(demo.Database, app, google, today, days, troubles.Active, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, state, StatusCodes.Status200OK, "application/json");
    }

    private static void MapSide(IEndpointRouteBuilder routes, string name, ISide side)
    {
        routes.MapPost($"/api/{name}/events", context => WithAsync<EventEdit>(context, async edit =>
        {
            if (edit.Fault(isNew: true) is { } fault)
            {
                return Reply.Wrong(fault);
            }

            return Reply.Made(await side.AddAsync(edit, context.RequestAborted));
        }));
        routes.MapPatch($"/api/{name}/events/{{id}}", context => WithAsync<EventEdit>(context, async edit =>
        {
            if (edit.Fault(isNew: false) is { } fault)
            {
                return Reply.Wrong(fault);
            }

            return Found(await side.ChangeAsync(Id(context), edit, context.RequestAborted));
        }));
        routes.MapDelete($"/api/{name}/events/{{id}}", async context =>
            await Found(await side.DeleteAsync(Id(context), context.RequestAborted)).WriteAsync(context));
    }

    /// <summary>Two people edit the same event, and neither has seen the other's edit: the row is locked until Google has its own.</summary>
    private Task BothAsync(HttpContext context) => WithAsync<BothEdits>(context, async edits =>
    {
        if ((edits.App.Fault(isNew: false) ?? edits.Google.Fault(isNew: false)) is { } fault)
        {
            return Reply.Wrong(fault);
        }

        if (await app.GoogleIdAsync(edits.Id, context.RequestAborted) is not { } googleId)
        {
            return new Reply(StatusCodes.Status404NotFound, "No event of this id is on both sides.");
        }

        string trouble = edits.Meet ? "same_field" : "different_fields";
        demo.Feed.Tell("trouble", $"trouble   {trouble}", new JsonObject { ["name"] = trouble, ["state"] = "begun", ["event"] = edits.Id });
        await demo.Database.DuringAsync(AppSide.Update, app.Parameters(Guid.Parse(edits.Id), edits.App), () => google.Change(googleId, edits.Google), context.RequestAborted);
        demo.Feed.Tell("trouble", $"trouble   {trouble} done", new JsonObject { ["name"] = trouble, ["state"] = "over" });
        return Reply.Done;
    });

    private Task TroubleAsync(HttpContext context) => WithAsync<TroubleRequest>(context, async request =>
    {
        string name = (string)context.Request.RouteValues["name"]!;
        if (!Troubles.Names.Contains(name, StringComparer.Ordinal))
        {
            return new Reply(StatusCodes.Status404NotFound, "There is no trouble of this name.");
        }

        EventEdit written = request.Event ?? FirstEvents.BeforeTheCrash(clock.GetUtcNow());
        if (written.Fault(isNew: true) is { } fault)
        {
            return Reply.Wrong(fault);
        }

        await troubles.StartAsync(name, written, context.RequestAborted);
        return Reply.Done;
    });

    private static async Task WithAsync<T>(HttpContext context, Func<T, Task<Reply>> act)
        where T : class
    {
        JsonBody<T> body = await JsonBody.ReadAsync<T>(context.Request, context.RequestAborted);
        if (body.IsRead(out T? value, out var problem))
        {
            await (await act(value)).WriteAsync(context);
        }
        else
        {
            await ((ProblemAnswer)problem).WriteAsync(context);
        }
    }

    private static async Task DoneAsync(HttpContext context, Task work)
    {
        await work;
        await Reply.Done.WriteAsync(context);
    }

    private static Reply Found(bool found) => found ? Reply.Done : Reply.Gone;

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
