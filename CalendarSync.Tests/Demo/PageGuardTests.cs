using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using CalendarSync.Local.Page;

namespace CalendarSync.Tests.Demo;

/// <summary>Who may see the page, and who may change something by it.</summary>
public sealed partial class PageGuardTests(DemoWorld world) : IClassFixture<DemoWorld>
{
    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("rebound.example.com", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.example.com", HttpStatusCode.MisdirectedRequest)]
    public async Task Only_the_loopback_s_names_are_answered(string host, HttpStatusCode status)
    {
        foreach (string path in (string[])["/", "/main.js", "/api/state", "/api/feed"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = $"{host}:{world.Page.Address.Port}";
            using HttpResponseMessage answer = await world.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            answer.StatusCode.ShouldBe(status, path);
        }
    }

    [Fact]
    public async Task Another_port_of_the_same_name_is_another_site()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = $"127.0.0.1:{world.Page.Address.Port + 1}";

        using HttpResponseMessage answer = await world.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("http://evil.example.com", null, true)]
    [InlineData("null", null, true)]
    [InlineData(null, "cross-site", true)]
    [InlineData(null, "same-site", true)]
    public async Task What_another_page_sends_changes_nothing(string? origin, string? site, bool header)
    {
        using var stranger = new HttpClient { BaseAddress = world.Page.Address };
        foreach ((HttpMethod method, string path) in ((HttpMethod, string)[])[(HttpMethod.Post, "api/app/events"), (HttpMethod.Post, "api/trouble/down"), (HttpMethod.Delete, "api/trouble"), (HttpMethod.Post, "api/hurry")])
        {
            using var request = new HttpRequestMessage(method, path)
            {
                Content = JsonContent.Create(new { title = "From elsewhere", all_day = true, start = "2027-01-01", end = "2027-01-02" }),
            };
            Add(request, "Origin", origin);
            Add(request, "Sec-Fetch-Site", site);
            Add(request, PageGuard.Header, header ? "1" : null);

            using HttpResponseMessage answer = await stranger.SendAsync(request);

            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        }

        JsonNode state = await world.StateAsync();
        DemoWorld.Titled(state, "app", "From elsewhere").ShouldBeEmpty();
        state["troubles"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_page_is_told_nothing()
    {
        foreach (string path in (string[])["api/about", "api/state", "api/feed"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            using HttpResponseMessage answer = await world.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task The_page_runs_its_own_files_and_nothing_else()
    {
        using HttpResponseMessage answer = await world.Http.GetAsync("/");
        string html = await answer.Content.ReadAsStringAsync();

        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(
            ["default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"]);
        Inline().IsMatch(html).ShouldBeFalse("no inline scripts, styles or handlers");
        foreach (Match file in Reference().Matches(html))
        {
            using HttpResponseMessage found = await world.Http.GetAsync(file.Groups[1].Value);
            found.StatusCode.ShouldBe(HttpStatusCode.OK, file.Value);
        }
    }

    [Theory]
    [InlineData("linux", true, "DISPLAY", "xdg-open")]
    [InlineData("linux", true, "WAYLAND_DISPLAY", "xdg-open")]
    [InlineData("linux", true, "", null)]
    [InlineData("linux", false, "DISPLAY", null)]
    [InlineData("linux", true, "DISPLAY CI", null)]
    [InlineData("osx", true, "", "open")]
    [InlineData("osx", true, "SSH_CONNECTION", null)]
    [InlineData("windows", true, "", "explorer")]
    [InlineData("freebsd", true, "DISPLAY", null)]
    public void A_browser_is_opened_only_where_somebody_sees_it(string system, bool interactive, string variables, string? program) =>
        DesktopBrowser.Opener(system, interactive, name => variables.Split(' ').Contains(name) ? "yes" : null).ShouldBe(program);

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    [GeneratedRegex("""<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex("(?:src|href)=\"([^\"#]+)\"")]
    private static partial Regex Reference();
}
