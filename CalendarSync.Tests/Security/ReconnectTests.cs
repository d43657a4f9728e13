using System.Net;

namespace CalendarSync.Tests.Security;

public sealed class ReconnectTests
{
    private static readonly Guid Company = Guid.Parse("11111111-1111-1111-1111-111111111111");

    [Fact]
    public async Task A_reconnection_keeps_the_connection_and_its_token_and_what_waited_is_due()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        Guid id = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        await app.ExecuteAsync(
            """
            UPDATE google_calendar_connections
               SET status = 'needs_reauth', last_error = 'invalid_grant', enabled = false, sync_token = 'sync', failed_passes = 4, role = 'medecin';
            UPDATE google_calendar_grants SET status = 'needs_reauth', last_error = 'invalid_grant', paused_until = now() + interval '1 year';
            INSERT INTO google_calendar_sync_queue (company_id, event_id, action, next_attempt_at, attempt_count)
            VALUES (@Company, gen_random_uuid(), 'create', '2100-01-01', 9)
            """,
            user);

        (await app.ConnectAsync(user)).Status.ShouldBe(HttpStatusCode.OK);

        (await app.QueryAsync<(Guid, string, bool, string?, string, int, string)>(
            "SELECT id, status, enabled, last_error, sync_token, failed_passes, role FROM google_calendar_connections"))
            .ShouldBe((id, "connected", true, null, "sync", 0, "medecin"));
        (await app.QueryAsync<(string, string?, DateTimeOffset?, long)>("SELECT status, last_error, paused_until, consents FROM google_calendar_grants")).ShouldBe(("connected", null, null, 2));
        (await app.QueryAsync<(DateTimeOffset, int)>("SELECT next_attempt_at, attempt_count FROM google_calendar_sync_queue")).ShouldBe((app.Clock.GetUtcNow(), 0));
        app.Google.Prompts.ShouldBe(["consent", "consent"]);
    }

    [Fact]
    public async Task A_refresh_token_is_not_overwritten_by_nothing()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        (string refresh, string access) = await app.QueryAsync<(string, string)>("SELECT refresh_token, access_token FROM google_calendar_grants");

        (await app.ConnectAsync(user)).Status.ShouldBe(HttpStatusCode.OK);

        app.Google.Prompts.ShouldBe(["consent", ""]);
        (string sameRefresh, string newAccess) = await app.QueryAsync<(string, string)>("SELECT refresh_token, access_token FROM google_calendar_grants");
        sameRefresh.ShouldBe(refresh);
        string.Equals(newAccess, access, StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task Where_Google_remembers_an_older_consent_it_is_asked_once_more()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        // Stored for this user, so that the first round does not ask; but the account that is chosen is one that consented elsewhere.
        await app.ExecuteAsync(
            "INSERT INTO google_calendar_grants (company_id, user_id, account, refresh_token, status) VALUES (@Company, @Id, 'old', 'sealed', 'connected')", user);
        app.Google.Grant(app.Google.Account);
        app.Google.Before = () => app.ExecuteAsync("UPDATE google_calendar_grants SET status = 'disabled'");

        TestAnswer answer = await app.ConnectAsync(user);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        app.Google.Prompts.ShouldBe(["", "consent"]);
        (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_grants WHERE status = 'connected' AND refresh_token IS NOT NULL")).ShouldBe(1);
    }

    [Fact]
    public async Task A_calendar_of_another_company_is_refused_and_nothing_is_stored()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        await app.ConnectAsync(await app.UserAsync(Company));
        TestUser stranger = await app.UserAsync(Guid.NewGuid());

        TestAnswer page = await app.ConnectAsync(stranger);
        TestAnswer back = await app.ConnectAsync(stranger, "http://localhost:3000/");

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Body.ShouldContain("belongs to another company");
        back.Location.ShouldBe(new Uri("http://localhost:3000/?error=calendar_taken"));
        (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_grants WHERE company_id <> @Company", new { Company })).ShouldBe(0);
        (await app.QueryAsync<Guid>("SELECT company_id FROM google_calendar_connections")).ShouldBe(Company);
    }

    [Fact]
    public async Task Each_configured_calendar_that_the_account_sees_is_connected_and_the_others_are_named()
    {
        string path = Path.Combine(Path.GetTempPath(), $"calendars-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(
            path,
            """
            google_calendar:
              calendars:
                - {id: primary, name: Médecin, casquette: medecin, color: "#FF0000"}
                - {id: teaching@group.calendar.google.com, name: "<Enseignant>", casquette: enseignant}
                - {id: research@group.calendar.google.com, name: "Chercheur & co", casquette: chercheur}
            """);
        try
        {
            await using ConnectApp app = await ConnectApp.StartAsync(("CALENDAR_CONFIG_PATH", path));
            app.Google.Shared[app.Google.Account] = ["teaching@group.calendar.google.com", "unrelated@group.calendar.google.com"];

            TestAnswer answer = await app.ConnectAsync(await app.UserAsync(Company));

            answer.Status.ShouldBe(HttpStatusCode.OK);
            answer.Body.ShouldContain("<li>M&#xE9;decin</li><li>&lt;Enseignant&gt;</li></ul><h2>Configured, but not visible to this account:</h2><ul><li>Chercheur &amp; co</li>");
            (await app.QueryAsync<string>("SELECT string_agg(concat_ws(' ', calendar_id, role, color), ', ' ORDER BY role) FROM google_calendar_connections"))
                .ShouldBe($"teaching@group.calendar.google.com enseignant, {app.Google.Account} medecin #ff0000");
            (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_grants")).ShouldBe(1);
            app.After.Started.Count.ShouldBe(2);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_calendar_that_another_account_of_the_company_holds_stays_with_it()
    {
        string path = Path.Combine(Path.GetTempPath(), $"calendars-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(path, "google_calendar: {calendars: [{id: primary}, {id: team@group.calendar.google.com, name: Team}]}");
        try
        {
            await using ConnectApp app = await ConnectApp.StartAsync(("CALENDAR_CONFIG_PATH", path));
            app.Google.Shared["canary-doctor@example.com"] = ["team@group.calendar.google.com"];
            app.Google.Shared["canary-other@example.com"] = ["team@group.calendar.google.com"];
            await app.ConnectAsync(await app.UserAsync(Company));
            Guid grant = await app.QueryAsync<Guid>("SELECT grant_id FROM google_calendar_connections WHERE name = 'Team'");
            app.Google.Account = "canary-other@example.com";

            TestAnswer answer = await app.ConnectAsync(await app.UserAsync(Company));

            answer.Body.ShouldContain("Already connected by another account of the company:</h2><ul><li>Team</li>");
            (await app.QueryAsync<Guid>("SELECT grant_id FROM google_calendar_connections WHERE name = 'Team'")).ShouldBe(grant);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task What_Google_s_endpoints_say_becomes_an_outcome_and_stores_nothing()
    {
        (int Status, string Body, string Error)[] tokenAnswers =
        [
            (401, """{"error":"invalid_client"}""", "not_configured"), (400, """{"error":"redirect_uri_mismatch"}""", "not_configured"),
            (400, """{"error":"invalid_grant"}""", "code_refused"), (503, "<html>canary</html>", "google_unavailable"), (200, "", "google_unavailable"),
            (200, "[]", "google_unavailable"), (200, """{"access_token":""}""", "google_unavailable"),
        ];
        (int Status, string Body, string Error)[] lists =
        [
            (403, """{"error":{"code":403,"errors":[{"reason":"accessNotConfigured"}]}}""", "not_configured"), (500, """{"error":{"code":500}}""", "google_unavailable"),
            (200, """{"items":[]}""", "no_calendars"),
        ];
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        async Task ShouldEndAsync(string error) =>
            (await app.ConnectAsync(user, "https://app.example.com/")).Location!.Query.ShouldBe("?error=" + error);

        foreach ((int status, string body, string error) in tokenAnswers)
        {
            app.Google.TokenFault = (status, body);
            await ShouldEndAsync(error);
        }

        app.Google.TokenFault = null;
        foreach ((int status, string body, string error) in lists)
        {
            app.Google.ListFault = (status, body);
            await ShouldEndAsync(error);
        }

        (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_grants")).ShouldBe(0);
    }

    [Fact]
    public async Task A_first_sync_that_fails_or_hangs_does_not_undo_the_connection()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        app.After.Then = _ => throw new InvalidOperationException("canary");
        (await app.ConnectAsync(user)).Status.ShouldBe(HttpStatusCode.OK);

        var begun = new TaskCompletionSource();
        app.After.Then = async stop =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        };
        Task<TestAnswer> connecting = app.ConnectAsync(user);
        await begun.Task;
        app.Clock.Advance(TimeSpan.FromSeconds(20));

        (await connecting).Status.ShouldBe(HttpStatusCode.OK);
        string.Join('\n', app.Log.Lines).ShouldNotContain("canary");
    }

    [Fact]
    public async Task The_page_speaks_the_browser_s_language()
    {
        (string? Accepted, string Title, string Language)[] cases =
        [
            ("fr-FR,fr;q=0.9,en;q=0.8", "Google Agenda est connect&#xE9;", "fr"), ("de,en;q=0.5,fr;q=0.6", "Google Agenda est connect&#xE9;", "fr"),
            ("en-GB,fr;q=0.9", "Google Calendar is connected", "en"), ("fr;q=0", "Google Calendar is connected", "en"), ("fry", "Google Calendar is connected", "en"),
            (";;;", "Google Calendar is connected", "en"), (null, "Google Calendar is connected", "en"),
        ];
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        foreach ((string? accepted, string title, string language) in cases)
        {
            TestAnswer answer = await app.ConnectAsync(user, language: accepted);

            answer.Body.ShouldContain(title);
            answer.Body.ShouldContain($"<html lang=\"{language}\">");
            answer.Body.ShouldContain("&lt;b&gt;canary&lt;/b&gt;");
        }
    }
}
