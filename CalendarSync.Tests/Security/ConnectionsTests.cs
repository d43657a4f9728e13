using System.Net;
using System.Text.Json;

namespace CalendarSync.Tests.Security;

public sealed class ConnectionsTests
{
    private static readonly Guid Company = Guid.Parse("11111111-1111-1111-1111-111111111111");

    [Fact]
    public async Task The_list_is_the_contract_s()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);

        (HttpStatusCode status, string body) = await SendAsync(app, user, HttpMethod.Get, $"?company_id={Company}");

        status.ShouldBe(HttpStatusCode.OK);
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement connection = document.RootElement.GetProperty("connections").EnumerateArray().Single();
        connection.EnumerateObject().Select(member => member.Name).ShouldBe(
            [
                "id", "calendar_id", "name", "role", "color", "enabled", "sync_direction", "status", "last_error", "expires_at", "default_reminders", "private_events",
                "access_role", "last_pull_at", "channel", "last_change", "google_color", "color_error",
            ]);
        connection.GetProperty("calendar_id").GetString().ShouldBe(app.Google.Account);
        connection.GetProperty("expires_at").GetString().ShouldBe("2026-02-16T09:59:59Z");
        connection.GetProperty("sync_direction").GetString().ShouldBe("bidirectional");
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_nothing_else()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        Guid id = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        await app.ExecuteAsync("INSERT INTO google_calendar_sync_queue (company_id, event_id, action, next_attempt_at) VALUES (@Company, gen_random_uuid(), 'create', '2100-01-01')", user);

        (HttpStatusCode status, string body) = await SendAsync(
            app, user, HttpMethod.Patch, $"/{id}",
            """{"enabled":false,"sync_direction":"app_to_google","role":"medecin","color":"#FF00aa","default_reminders":[{"method":"popup","minutes":30}]}""");
        (await SendAsync(app, user, HttpMethod.Patch, $"/{id}", """{"role":null}""")).Status.ShouldBe(HttpStatusCode.OK);

        status.ShouldBe(HttpStatusCode.OK, body);
        body.ShouldContain("\"default_reminders\":[{\"method\":\"popup\",\"minutes\":30}]");
        (await app.QueryAsync<(bool, string, string?, string, string)>(
            "SELECT enabled, sync_direction, role, color, default_reminders::text FROM google_calendar_connections"))
            .ShouldBe((false, "app_to_google", null, "#ff00aa", """{"overrides": [{"method": "popup", "minutes": 30}], "useDefault": false}"""));
        (await app.QueryAsync<DateTimeOffset>("SELECT next_attempt_at FROM google_calendar_sync_queue")).ShouldBe(app.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Check27_a_faulty_patch_changes_nothing_and_names_the_field_only()
    {
        (string Patch, string Named)[] cases =
        [
            ("""{"enabled":"yes"}""", "enabled"),
            ("""{"enabled":null}""", "enabled"),
            ("""{"sync_direction":"sideways"}""", "sync_direction"),
            ("""{"sync_direction":null}""", "sync_direction"),
            ("""{"role":""}""", "role"),
            ("""{"role":5}""", "role"),
            ("""{"role":"a\u0000b"}""", "role"),
            ("""{"color":"red"}""", "color"),
            ("""{"color":"#ff00zz"}""", "color"),
            ("""{"default_reminders":[{"method":"sms","minutes":1}]}""", "default_reminders"),
            ("""{"default_reminders":[{"method":"popup","minutes":1.5}]}""", "default_reminders"),
            ("""{"default_reminders":[{"method":"popup","minutes":40321}]}""", "default_reminders"),
            ("""{"default_reminders":[{"method":"popup","minutes":1,"x":1}]}""", "default_reminders"),
            ("""{"default_reminders":{}}""", "default_reminders"),
            ("""{"private_events":"none"}""", "private_events"),
            ("""{"private_events":null}""", "private_events"),
            ("""{"status":"connected"}""", "Only"),
            ("""{"Enabled":true}""", "Only"),
            ("""{"canary-field":"canary-value"}""", "Only"),
            ("""{"enabled":true,"enabled":false}""", "doubled"),
            ("""[]""", "not what this route takes"),
            ("""{""", "not what this route takes"),
        ];
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        Guid id = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        string before = await app.QueryAsync<string>("SELECT json_agg(c)::text FROM google_calendar_connections c");
        foreach ((string patch, string named) in cases)
        {
            (HttpStatusCode status, string body) = await SendAsync(app, user, HttpMethod.Patch, $"/{id}", patch);

            status.ShouldBe(HttpStatusCode.BadRequest, patch);
            body.ShouldContain(named, customMessage: patch);
            body.ShouldNotContain("canary");
        }

        (await app.QueryAsync<string>("SELECT json_agg(c)::text FROM google_calendar_connections c")).ShouldBe(before);
    }

    [Fact]
    public async Task Several_faults_are_named_at_once()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        Guid id = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");

        string body = (await SendAsync(app, user, HttpMethod.Patch, $"/{id}", """{"color":"x","enabled":1,"role":7}""")).Body;

        body.ShouldContain("color");
        body.ShouldContain("enabled");
        body.ShouldContain("role");
    }

    [Fact]
    public async Task A_disconnection_stops_revokes_and_erases_and_keeps_what_waits()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        Guid id = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        await app.ExecuteAsync(
            """
            INSERT INTO google_calendar_webhooks (company_id, connection_id, calendar_id, channel_id, resource_id, expiration_timestamp, token_hash)
            VALUES (@Company, @id, 'x', 'channel', 'resource', 99999999999999, '\x00');
            INSERT INTO events (company_id, title, start_at, end_at) VALUES (@Company, 'kept', now(), now());
            UPDATE google_calendar_connections SET sync_token = 'sync'
            """,
            new { user.Company, id });

        (HttpStatusCode status, string body) = await SendAsync(app, user, HttpMethod.Delete, $"/{id}");

        status.ShouldBe(HttpStatusCode.NoContent);
        body.ShouldBeEmpty();
        app.Google.StoppedChannels.ShouldHaveSingleItem().ShouldContain("channel");
        app.Google.Revoked.ShouldHaveSingleItem().ShouldStartWith("canary-refresh");
        (await app.QueryAsync<(string, bool, string?)>("SELECT status, enabled, last_error FROM google_calendar_connections")).ShouldBe(("disabled", false, null));
        (await app.QueryAsync<(string, string?, string?)>("SELECT status, refresh_token, access_token FROM google_calendar_grants")).ShouldBe(("disabled", null, null));
        (await app.QueryAsync<(int, string)>("SELECT count(*)::int, min(status) FROM google_calendar_sync_queue")).ShouldBe((1, "pending"));
        (await app.QueryAsync<int>("SELECT count(*)::int FROM events WHERE deleted_at IS NULL")).ShouldBe(1);

        (await SendAsync(app, user, HttpMethod.Delete, $"/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        app.Google.Revoked.Count.ShouldBe(1);
        (await SendAsync(app, user, HttpMethod.Patch, $"/{id}", """{"enabled":true}""")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.ConnectAsync(user)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.QueryAsync<(Guid, string, bool, string)>("SELECT id, status, enabled, sync_token FROM google_calendar_connections")).ShouldBe((id, "connected", true, "sync"));
    }

    [Fact]
    public async Task The_consent_is_revoked_with_the_account_s_last_calendar_only()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        await app.ExecuteAsync(
            "INSERT INTO google_calendar_connections (company_id, user_id, grant_id, calendar_id) SELECT company_id, user_id, grant_id, 'second' FROM google_calendar_connections");
        Guid first = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections WHERE calendar_id <> 'second'");
        Guid second = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections WHERE calendar_id = 'second'");

        await SendAsync(app, user, HttpMethod.Delete, $"/{first}");
        int revokedAfterFirst = app.Google.Revoked.Count;
        string status = await app.QueryAsync<string>("SELECT status FROM google_calendar_grants");
        await SendAsync(app, user, HttpMethod.Delete, $"/{second}");

        revokedAfterFirst.ShouldBe(0);
        status.ShouldBe("connected");
        app.Google.Revoked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_account_that_another_company_uses_is_not_revoked_but_its_tokens_here_are_erased()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        await app.ExecuteAsync(
            "INSERT INTO google_calendar_grants (company_id, user_id, account, refresh_token) SELECT gen_random_uuid(), user_id, account, 'sealed' FROM google_calendar_grants");

        await SendAsync(app, user, HttpMethod.Delete, $"/{await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections")}");

        app.Google.Revoked.ShouldBeEmpty();
        (await app.QueryAsync<string>("SELECT string_agg(coalesce(refresh_token, '-'), ' ' ORDER BY refresh_token) FROM google_calendar_grants")).ShouldBe("sealed -");
    }

    [Fact]
    public async Task Tokens_are_erased_also_where_Google_does_not_answer()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        app.Google.RevokeFault = (503, "<html>");

        (await SendAsync(app, user, HttpMethod.Delete, $"/{await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections")}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await app.QueryAsync<(string, string?, string?, string)>("SELECT status, refresh_token, access_token, last_error FROM google_calendar_grants"))
            .ShouldBe(("disabled", null, null, "notRevoked"));
    }

    [Fact]
    public async Task A_disconnection_waits_for_work_under_way_and_then_fences_it_off()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Company);
        await app.ConnectAsync(user);
        Guid id = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        await app.ExecuteAsync(
            """
            INSERT INTO google_calendar_sync_queue (company_id, event_id, action, status, lease_token, lease_until)
            VALUES (@Company, gen_random_uuid(), 'create', 'processing', gen_random_uuid(), @until);
            UPDATE google_calendar_connections SET lease_token = gen_random_uuid(), lease_until = @until
            """,
            new { user.Company, until = app.Clock.GetUtcNow().AddSeconds(60) });

        Task<(HttpStatusCode Status, string Body)> deleting = SendAsync(app, user, HttpMethod.Delete, $"/{id}");
        await Signals.EventuallyAsync(async () => await app.QueryAsync<string>("SELECT status FROM google_calendar_connections") is "disabled");
        bool answeredAtOnce = deleting.IsCompleted || !app.Google.Revoked.IsEmpty;
        await Signals.AdvanceUntilAsync(app.Clock, TimeSpan.FromSeconds(1), deleting);

        answeredAtOnce.ShouldBeFalse();
        (await deleting).Status.ShouldBe(HttpStatusCode.NoContent);
        (await app.QueryAsync<bool>("SELECT lease_until < @now FROM google_calendar_sync_queue", new { now = app.Clock.GetUtcNow() })).ShouldBeTrue();
        (await app.QueryAsync<Guid?>("SELECT lease_token FROM google_calendar_connections")).ShouldBeNull();
        app.Google.Revoked.Count.ShouldBe(1);
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(ConnectApp app, TestUser user, HttpMethod method, string path, string? body = null)
    {
        (HttpStatusCode Status, string Body) answer = await app.SendAsync(method, "v1/calendar/connections" + path, user.Token, body);
        answer.Status.ShouldNotBe(HttpStatusCode.InternalServerError, string.Join('\n', app.Log.Lines.TakeLast(5)));
        return answer;
    }
}
