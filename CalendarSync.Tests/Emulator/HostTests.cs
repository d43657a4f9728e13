using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Emulator;

/// <summary>The emulator behind Kestrel: alone, and beside another application.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task It_shares_a_web_application_with_others_and_decodes_ids_once()
    {
        using GoogleEmulator emulator = new();
        emulator.AddAccount(Google.Anna);
        string holidays = emulator.AddHolidayCalendar(Google.Anna, "en.swiss#holiday@group.v.calendar.google.com");
        string odd = emulator.AddCalendar(Google.Anna, "Odd", "50%25 off?&x@example.com");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        app.MapGet("/", () => "the application");
        app.MapGoogleEmulator(emulator);
        await app.StartAsync();
        using HttpClient http = new() { BaseAddress = new Uri(app.Urls.First()) };
        (await http.GetStringAsync("/")).ShouldBe("the application");
        GoogleApi api = new(http, emulator.IssueTokens(Google.Anna).AccessToken);
        foreach (string id in (string[])[holidays, odd])
        {
            (await api.GetAsync($"/calendar/v3/calendars/{GoogleApi.Escape(id)}")).ShouldBe(200).Id.ShouldBe(id);
        }

        (await api.GetAsync("/calendar/v3/nosuch")).ShouldBe(404);
        (await http.GetStringAsync("/emulator/state")).ShouldContain(Google.Anna);
        (await http.GetStringAsync("/.well-known/openid-configuration")).ShouldContain($"{http.BaseAddress}token");
    }

    [Fact]
    public async Task Pushing_by_itself_it_reaches_a_webhook_over_http()
    {
        TaskCompletionSource<string> arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication hook = builder.Build();
        hook.MapPost("/hook", (HttpRequest request) =>
        {
            if (request.Headers["X-Goog-Resource-State"] == "exists")
            {
                arrived.TrySetResult(request.Headers["X-Goog-Channel-ID"].ToString());
            }

            return Results.NoContent();
        });
        await hook.StartAsync();

        using GoogleEmulator emulator = new(new EmulatorOptions { AutomaticPush = true });
        emulator.AddAccount(Google.Anna);
        await using EmulatorHost host = await EmulatorHost.StartAsync(emulator);
        using HttpClient http = new() { BaseAddress = new Uri(host.ApiUrl + "/") };
        GoogleApi api = new(http, emulator.IssueTokens(Google.Anna).AccessToken);
        JsonObject channel = new() { ["id"] = "one", ["type"] = "web_hook", ["address"] = hook.Urls.First() + "/hook" };
        (await api.PostAsync(GoogleApi.EventsOf("primary") + "/watch", channel)).ShouldBe(200);
        emulator.User(Google.Anna).Insert("primary", Google.Review());
        (await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe("one");
    }

    [Fact]
    public async Task A_page_of_2500_events_is_made_of_bytes_that_exist_already()
    {
        using Google google = new();
        google.User.InsertMany(google.Work, Enumerable.Range(0, 3000).Select(i => Google.Review($"Event {i}")));
        google.Emulator.Warm(Google.Anna, google.Work);
        WireRequest request = new("GET", $"/calendar/v3/{google.Events}", "maxResults=2500", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Authorization"] = "Bearer " + google.Emulator.IssueTokens(Google.Anna).AccessToken,
        }, default);
        WireResponse first = await google.Emulator.Server.HandleAsync(request, CancellationToken.None);
        WireResponse second = await google.Emulator.Server.HandleAsync(request, CancellationToken.None);
        first.Body.Count.ShouldBe(2500 + 2499 + 2);
        first.Body.Zip(second.Body).Skip(1).ShouldAllBe(pair => pair.First.Equals(pair.Second));
    }
}
