using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using CalendarSync.BrowserTests.Support;
using CalendarSync.Local.Demo;

using Microsoft.Playwright;

namespace CalendarSync.BrowserTests;

/// <summary>The consent in a real browser: its cookie, its redirects, its pages.</summary>
[Collection(Support.BrowserTests.Settings)]
public sealed class ConnectTests(Chromium chromium)
{
    [BrowserFact]
    public async Task Consent_ends_on_a_page_in_the_language_of_the_browser()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        IPage page = await stage.NewPageAsync("fr-FR");

        await page.GotoAsync(await AuthorizationUrlAsync(stage.Demo));
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Google Agenda est connecté");
        (await stage.Demo.Database.QueryAsync<string>("SELECT status FROM google_calendar_connections", null, default)).ShouldBe("connected");
        stage.Complaints.ShouldBeEmpty();
        await Screenshots.KeepAsync(page, "connected-fr");
    }

    [BrowserFact]
    public async Task The_answer_of_google_is_refused_in_another_browser()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        IPage owner = await stage.NewPageAsync();
        IPage stranger = await stage.NewPageAsync();
        await owner.GotoAsync(await AuthorizationUrlAsync(stage.Demo));
        string consent = owner.Url;

        await stranger.GotoAsync(consent);
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await Assertions.Expect(stranger.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This answer does not belong to this browser");
        (await stage.Demo.Database.QueryAsync<long>("SELECT count(*) FROM google_calendar_connections", null, default)).ShouldBe(0);
    }

    internal static async Task<string> AuthorizationUrlAsync(DemoEnvironment demo)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", demo.People.Token(demo.Settings.JwtSecret, TimeProvider.System.GetUtcNow()));
        using HttpResponseMessage answer = await http.PostAsJsonAsync($"{demo.Settings.BaseUrl}/api/google-calendar-oauth-pkce", new { company_id = demo.People.CompanyId });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["authorization_url"]!;
    }
}
