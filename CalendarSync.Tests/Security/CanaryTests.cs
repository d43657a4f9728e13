using System.Net;
using System.Text.RegularExpressions;

using CalendarSync.Core.Connecting;
using CalendarSync.Core.Configuration;
using CalendarSync.Core.Google.OAuth;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Security;

/// <summary>One run with canaries in every secret and address: connecting well and badly, refreshing, disconnecting. Then everything that came out is searched.</summary>
public sealed partial class CanaryTests
{
    private static readonly Guid Company = Guid.Parse("11111111-1111-1111-1111-111111111111");

    [Fact]
    public async Task Check21_nothing_secret_or_personal_is_logged_answered_or_stored_plainly()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        var answers = new List<string>();

        // Well.
        answers.Add(Without(await app.ConnectAsync(user), app.Google.Account));
        Guid id = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        await app.SendAsync(HttpMethod.Post, "google-calendar-sync-changes", user.Token, $$"""{"company_id":"{{Company}}"}""");
        string dump = await DumpAsync(app);

        // Badly, each way.
        app.Google.TokenFault = (400, """{"error":"invalid_grant","error_description":"canary-description"}""");
        answers.Add((await app.ConnectAsync(user)).Body);
        app.Google.TokenFault = (500, "<html>canary-html</html>");
        answers.Add((await app.ConnectAsync(user)).Body);
        app.Google.TokenFault = (200, "canary-broken{");
        answers.Add((await app.ConnectAsync(user)).Body);
        app.Google.TokenFault = null;
        app.Google.ListFault = (403, """{"error":{"code":403,"message":"canary-message","errors":[{"reason":"canary reason!","message":"canary-message"}]}}""");
        answers.Add((await app.ConnectAsync(user)).Body);
        app.Google.ListFault = null;
        app.Google.Account = "canary-other@example.com";
        answers.Add((await app.ConnectAsync(user)).Body);
        app.After.Then = _ => throw new InvalidOperationException("canary-exception");
        app.Clock.Advance(TimeSpan.FromHours(2));
        app.Google.TokenFault = (400, """{"error":"invalid_grant","error_description":"canary-description"}""");
        await app.SendAsync(HttpMethod.Post, "google-calendar-sync-changes", user.Token, $$"""{"company_id":"{{Company}}"}""");
        foreach ((HttpMethod method, string path, string? body) in Provocations(id))
        {
            (HttpStatusCode status, string text) = await app.SendAsync(method, path, "canary-token." + user.Token, body);
            ((int)status).ShouldBeLessThan(500, path);
            answers.Add(text);
            answers.Add((await app.SendAsync(method, path, user.Token, body)).Body);
        }

        (await app.SendAsync(HttpMethod.Delete, $"v1/calendar/connections/{id}", user.Token)).Status.ShouldBe(HttpStatusCode.NoContent);

        string log = string.Join('\n', app.Log.Lines);
        log.ShouldNotBeEmpty();
        Canaries(log).ShouldBeEmpty();
        Canaries(string.Join('\n', answers)).ShouldBeEmpty();
        Canaries(dump).Except([app.Google.Account, "canary-doctor@example.com", "canary</b>"], StringComparer.Ordinal).ShouldBeEmpty();
        log.ShouldNotContain(user.Token);
        log.ShouldNotContain("state=");
        app.Google.Addresses.ShouldAllBe(address => !address.Contains("canary-refresh", StringComparison.Ordinal) && !address.Contains("canary-access", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check18_a_dump_of_the_database_holds_no_token()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        using var browser = new TestBrowser();
        TestAnswer toGoogle = await browser.GetAsync(await app.StartUrlAsync(user));
        string state = toGoogle.Location!.Query.Split("state=")[1].Split('&')[0];
        string cookie = browser.Cookies.GetCookies(app.Own).Single().Value;
        string before = await DumpAsync(app);
        await app.ConnectAsync(user);
        string after = await DumpAsync(app);

        after.ShouldContain("v1.");
        Canaries(before + after).ShouldAllBe(found => !found.StartsWith("canary-refresh", StringComparison.Ordinal) && !found.StartsWith("canary-access", StringComparison.Ordinal));
        before.ShouldNotContain(Uri.UnescapeDataString(state));
        before.ShouldNotContain(cookie);
    }

    [Fact]
    public void Check21_what_holds_a_secret_does_not_print_it()
    {
        object[] holders =
        [
            new GrantedTokens("canary", default, "canary", []), new ConsentRequest(new Uri("https://canary/"), "canary"), new Core.Security.Unsealed("canary", false),
            new SecretSettings("canary", "canary", "canary", "canary"), new OAuthRedirect("canary", "canary", "canary", _ => null, null),
            new Grant { Account = "canary", RefreshToken = "canary" }, new NewGrant(Guid.Empty, Guid.Empty, Guid.Empty, "canary", "canary", "canary", default, []),
            new OAuthState { CodeVerifier = "canary", ReturnUrl = "canary" }, new ConnectionRow { CalendarId = "canary" },
            new BrowserCookie("name", "canary", "/", true, default),
        ];

        holders.Select(holder => holder.ToString()).ShouldAllBe(text => !text!.Contains("canary", StringComparison.Ordinal));
    }

    private static IEnumerable<(HttpMethod Method, string Path, string? Body)> Provocations(Guid id) =>
    [
        (HttpMethod.Post, "google-calendar-oauth-pkce", """{"company_id":"canary"}"""),
        (HttpMethod.Post, "google-calendar-oauth-pkce", """{"company_id":"11111111-1111-1111-1111-111111111111","return_url":"https://canary.example/"}"""),
        (HttpMethod.Post, "google-calendar-oauth-pkce", """{"canary":"canary"}"""),
        (HttpMethod.Get, "google-calendar-oauth-pkce?state=canary-state&code=canary-code", null),
        (HttpMethod.Get, "google-calendar-oauth-pkce?error=canary-error&state=canary-state", null),
        (HttpMethod.Get, "google-calendar-oauth-pkce?start=canary-start", null),
        (HttpMethod.Get, "v1/calendar/connections?company_id=canary", null),
        (HttpMethod.Patch, $"v1/calendar/connections/{id}", """{"canary":1}"""),
        (HttpMethod.Patch, $"v1/calendar/connections/{id}", "canary"),
        (HttpMethod.Patch, "v1/calendar/connections/not-an-id", "{}"),
        (HttpMethod.Post, "v1/calendar/sync", """{"company_id":"canary"}"""),
        (HttpMethod.Post, "google-calendar-watch", """{"connection_id":"canary","action":"canary"}"""),
    ];

    // The page may name the user's own calendars: it is what the user asked for.
    private static string Without(TestAnswer page, string account) =>
        page.Body.Replace("&lt;b&gt;canary&lt;/b&gt;", "", StringComparison.Ordinal).Replace(account, "", StringComparison.Ordinal);

    private static List<string> Canaries(string text) => [.. Canary().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    private static async Task<string> DumpAsync(ConnectApp app)
    {
        await using NpgsqlConnection connection = await app.Database.DataSource.OpenConnectionAsync();
        var rows = new List<string>();
        foreach (string table in await connection.QueryAsync<string>("SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public'"))
        {
            rows.AddRange(await connection.QueryAsync<string>($"SELECT to_jsonb(t)::text FROM {table} t"));
        }

        return string.Join('\n', rows);
    }

    [GeneratedRegex("canary[^\"' ,;]*", RegexOptions.None, 1000)]
    private static partial Regex Canary();
}
