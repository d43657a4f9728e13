using System.Net;

namespace CalendarSync.Tests.Security;

public sealed class OAuthFlowTests
{
    private static readonly Guid Company = Guid.Parse("11111111-1111-1111-1111-111111111111");

    [Fact]
    public async Task A_consent_makes_a_connection_whose_first_sync_begins_at_once()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);

        TestAnswer answer = await app.ConnectAsync(user);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer.Body.ShouldContain("Google Calendar is connected");
        (await app.QueryAsync<(string, string, bool, string, DateTimeOffset)>(
            "SELECT calendar_id, status, enabled, time_zone, expires_at FROM google_calendar_connections WHERE company_id = @Company AND user_id = @Id", user))
            .ShouldBe((app.Google.Account, "connected", true, "Europe/Paris", app.Clock.GetUtcNow().AddSeconds(3599)));
        app.After.Started.ShouldBe([await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections")]);
        app.Google.Prompts.ShouldBe(["consent"]);
    }

    [Fact]
    public async Task Check05_the_answer_counts_only_in_the_browser_that_began()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        using var mine = new TestBrowser();
        using var other = new TestBrowser();
        TestAnswer toGoogle = await mine.GetAsync(await app.StartUrlAsync(await app.UserAsync(Company)));
        TestAnswer back = await mine.GetAsync(toGoogle.Location!);

        TestAnswer stolen = await other.GetAsync(back.Location!);
        TestAnswer right = await mine.GetAsync(back.Location!);

        stolen.Status.ShouldBe(HttpStatusCode.BadRequest);
        stolen.Body.ShouldContain("does not belong to this browser");
        right.Status.ShouldBe(HttpStatusCode.OK);
        string cookie = toGoogle.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
        cookie.ShouldContain("path=/api/google-calendar-oauth-pkce", Case.Insensitive);
        cookie.ShouldContain("max-age=600", Case.Insensitive);
        right.Headers.GetValues("Set-Cookie").Single().ShouldContain("max-age=0", Case.Insensitive);
    }

    [Fact]
    public async Task Check05_the_cookie_is_secure_wherever_the_address_is_https()
    {
        await using ConnectApp app = await ConnectApp.StartAsync(("GOOGLE_REDIRECT_URI", "https://sync.example.com/api/google-calendar-oauth-pkce"));
        Uri start = await app.StartUrlAsync(await app.UserAsync(Company));
        using var browser = new TestBrowser();

        TestAnswer toGoogle = await browser.GetAsync(new Uri(app.Own + start.Query));

        start.Host.ShouldBe("sync.example.com");
        toGoogle.Headers.GetValues("Set-Cookie").Single().ShouldContain("; secure", Case.Insensitive);
    }

    [Fact]
    public async Task Check05_two_tabs_do_not_disturb_each_other()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        using var browser = new TestBrowser();
        TestAnswer first = await browser.GetAsync((await browser.GetAsync(await app.StartUrlAsync(user))).Location!);
        TestAnswer second = await browser.GetAsync((await browser.GetAsync(await app.StartUrlAsync(user))).Location!);

        (await browser.GetAsync(first.Location!)).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync(second.Location!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Check06_a_code_of_another_transaction_is_refused_and_the_verifier_stays_inside()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        using var mine = new TestBrowser();
        using var attacker = new TestBrowser();
        TestAnswer toGoogle = await mine.GetAsync(await app.StartUrlAsync(user));
        string verifier = await app.QueryAsync<string>("SELECT code_verifier FROM google_calendar_oauth_states WHERE code_verifier IS NOT NULL");
        Uri myBack = (await mine.GetAsync(toGoogle.Location!)).Location!;
        Uri otherBack = (await attacker.GetAsync((await attacker.GetAsync(await app.StartUrlAsync(user))).Location!)).Location!;
        static string Code(Uri uri) => uri.Query.Split('&').Single(part => part.StartsWith("code=", StringComparison.Ordinal));

        TestAnswer answer = await mine.GetAsync(new Uri(myBack.AbsoluteUri.Replace(Code(myBack), Code(otherBack), StringComparison.Ordinal)));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.ShouldContain("Google did not accept the answer");
        verifier.ShouldStartWith("v1.");
        toGoogle.Location!.Query.ShouldNotContain("verifier");
        (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_grants")).ShouldBe(0);
    }

    [Fact]
    public async Task Check07_of_parallel_answers_with_one_state_one_wins()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        using var browser = new TestBrowser();
        TestAnswer toGoogle = await browser.GetAsync(await app.StartUrlAsync(await app.UserAsync(Company)));
        TestAnswer back = await browser.GetAsync(toGoogle.Location!);

        TestAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.GetAsync(back.Location!)));

        answers.Count(answer => answer.Status is HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.Status is HttpStatusCode.BadRequest).ShouldBe(7);
        app.After.Started.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(599, HttpStatusCode.OK)]
    [InlineData(600, HttpStatusCode.BadRequest)]
    public async Task Check07_a_state_lives_ten_minutes(int seconds, HttpStatusCode expected)
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        using var browser = new TestBrowser();
        TestAnswer back = await browser.GetAsync((await browser.GetAsync(await app.StartUrlAsync(await app.UserAsync(Company)))).Location!);

        app.Clock.Advance(TimeSpan.FromSeconds(seconds));

        (await browser.GetAsync(back.Location!)).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task Check07_the_start_address_works_once_and_for_ten_minutes()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        using var browser = new TestBrowser();
        Uri start = await app.StartUrlAsync(user);
        Uri late = await app.StartUrlAsync(user);

        (await browser.GetAsync(start)).Status.ShouldBe(HttpStatusCode.Found);
        TestAnswer again = await browser.GetAsync(start);
        app.Clock.Advance(TimeSpan.FromMinutes(10));

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Body.ShouldContain("This link no longer works");
        (await browser.GetAsync(late)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.GetAsync(new Uri(app.Own + "?start=x"))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Check07_an_answer_that_nobody_asked_for_is_refused()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        using var browser = new TestBrowser();
        foreach (string query in (string[])["", "?state=x", "?code=x&state=x", "?error=access_denied", "?state=x&state=y&code=z", "?state=" + new string('x', 4000)])
        {
            (await browser.GetAsync(new Uri(app.Own + query))).Status.ShouldBe(HttpStatusCode.BadRequest, query);
        }
    }

    [Fact]
    public async Task Check09_no_answer_to_a_browser_is_kept_framed_or_passed_on()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        using var browser = new TestBrowser();
        TestAnswer toGoogle = await browser.GetAsync(await app.StartUrlAsync(user, "https://app.example.com/done"));
        TestAnswer back = await browser.GetAsync(toGoogle.Location!);
        TestAnswer[] answers = [toGoogle, await browser.GetAsync(back.Location!), await browser.GetAsync(back.Location!), await app.ConnectAsync(user)];

        foreach (TestAnswer answer in answers)
        {
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        }

        answers[1].Location.ShouldBe(new Uri("https://app.example.com/done?google_calendar=connected"));
    }

    [Fact]
    public async Task Check10_a_refusal_stores_nothing_and_says_so_to_the_application()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        app.Google.Denies = true;

        (await app.ConnectAsync(user, "https://app.example.com/x?a=1#part")).Location.ShouldBe(new Uri("https://app.example.com/x?a=1&error=access_denied#part"));
        (await app.ConnectAsync(user)).Body.ShouldContain("Nothing was connected");
        (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_grants")).ShouldBe(0);
    }

    [Theory]
    [InlineData(GoogleDouble.Calendar, GoogleDouble.CalendarEvents)]
    [InlineData(GoogleDouble.CalendarEvents, GoogleDouble.Calendar)]
    [InlineData("openid", GoogleDouble.Calendar)]
    [InlineData(GoogleDouble.Calendar + ".readonly", GoogleDouble.Calendar)]
    public async Task Check10_partial_consent_stores_nothing_and_names_what_is_missing(string granted, string missing)
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        app.Google.Grants = [granted];

        TestAnswer answer = await app.ConnectAsync(user);

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Body.ShouldContain($"<li>{missing}</li>");
        (await app.ConnectAsync(user, "https://app.example.com/")).Location!.Query.ShouldBe("?error=missing_scope");
        (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_grants")).ShouldBe(0);
    }

    [Fact]
    public async Task Check11_another_account_on_reconnection_is_refused_and_changes_nothing()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        await app.ExecuteAsync("UPDATE google_calendar_grants SET status = 'needs_reauth'; UPDATE google_calendar_connections SET status = 'needs_reauth'");
        string before = await SnapshotAsync(app);
        app.Google.Account = "canary-other@example.com";

        TestAnswer answer = await app.ConnectAsync(user);

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Body.ShouldContain("This is another Google account");
        (await SnapshotAsync(app)).ShouldBe(before);
    }

    [Fact]
    public async Task Check11_another_user_of_the_company_may_connect_another_account()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        await app.ConnectAsync(await app.UserAsync(Company));
        app.Google.Account = "canary-other@example.com";

        (await app.ConnectAsync(await app.UserAsync(Company, "admin"))).Status.ShouldBe(HttpStatusCode.OK);
        (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_connections WHERE status = 'connected'")).ShouldBe(2);
    }

    [Fact]
    public async Task Check12_whoever_lost_the_right_on_the_way_connects_nothing()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        using var browser = new TestBrowser();
        TestAnswer back = await browser.GetAsync((await browser.GetAsync(await app.StartUrlAsync(user))).Location!);
        await app.ExecuteAsync("UPDATE company_users SET role = 'member'");

        (await browser.GetAsync(back.Location!)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_grants")).ShouldBe(0);
    }

    private static Task<string> SnapshotAsync(ConnectApp app) =>
        app.QueryAsync<string>("SELECT (SELECT json_agg(g)::text FROM google_calendar_grants g) || (SELECT json_agg(c)::text FROM google_calendar_connections c)");
}
