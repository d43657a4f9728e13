using System.Net;
using System.Net.Http.Headers;

using CalendarSync.Tests.Security;

namespace CalendarSync.Tests.SettingsPage;

/// <summary>The settings page over HTTP: its files, their types, and the policy that they come with.</summary>
public sealed class SettingsFileTests
{
    [Fact]
    public async Task Every_file_comes_with_its_type_and_a_policy_that_allows_nothing_else()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        using var client = new HttpClient();
        foreach ((string path, string type) in ((string, string)[])
            [("google-calendar", "text/html"), ("google-calendar/app.js", "text/javascript"), ("google-calendar/base.css", "text/css"), ("google-calendar/icon.svg", "image/svg+xml")])
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(app.Own, "/api/" + path));

            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'self' https://app.example.com http://localhost:3000");
        }
    }

    [Fact]
    public async Task The_page_names_the_origins_that_may_hand_it_a_token()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();

        (HttpStatusCode status, string html) = await app.SendAsync(HttpMethod.Get, "google-calendar", null);

        status.ShouldBe(HttpStatusCode.OK);
        html.ShouldContain("<meta name=\"calendar-sync-origins\" content=\"https://app.example.com http://localhost:3000\">");
        html.ShouldNotContain("{{");
    }

    [Fact]
    public async Task A_browser_that_has_a_file_is_told_so()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        using var client = new HttpClient();
        using HttpResponseMessage first = await client.GetAsync(new Uri(app.Own, "/api/google-calendar/app.js"));
        using var again = new HttpRequestMessage(HttpMethod.Get, first.RequestMessage!.RequestUri);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using HttpResponseMessage second = await client.SendAsync(again);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        using var other = new HttpRequestMessage(HttpMethod.Get, first.RequestMessage.RequestUri);
        other.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"another\""));
        (await client.SendAsync(other)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("google-calendar/other.js")]
    [InlineData("google-calendar/..%2Fhost.json")]
    [InlineData("google-calendar/..")]
    [InlineData("google-calendar/sub/app.js")]
    public async Task Other_files_are_not_there(string path)
    {
        await using ConnectApp app = await ConnectApp.StartAsync();

        (await app.SendAsync(HttpMethod.Get, path, null)).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
