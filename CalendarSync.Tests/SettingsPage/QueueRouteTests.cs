using System.Net;
using System.Text.Json;

using CalendarSync.Tests.Security;

namespace CalendarSync.Tests.SettingsPage;

/// <summary>The routes behind the page besides those of the contract: queue, retry, history, and what a connection tells of itself.</summary>
public sealed class QueueRouteTests
{
    [Fact]
    public async Task The_queue_tells_what_waits_and_why_and_what_was_given_up_first()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser owner = await app.UserAsync(Guid.NewGuid());
        await app.ConnectAsync(owner);
        Guid waiting = await EventAsync(app, owner.Company, "Waiting", "nobody's role");
        Guid failed = await EventAsync(app, owner.Company, "Failed");
        await EventAsync(app, Guid.NewGuid(), "Other company's");
        await app.ExecuteAsync("UPDATE google_calendar_sync_queue SET status = 'failed', error_message = 'refused: tooManyReminders', retry_count = 8 WHERE event_id = @failed", new { failed });

        using JsonDocument list = await ReadAsync(app, owner, $"v1/calendar/queue?company_id={owner.Company}");

        list.RootElement.GetProperty("pending").GetInt64().ShouldBe(1);
        list.RootElement.GetProperty("failed").GetInt64().ShouldBe(1);
        JsonElement items = list.RootElement.GetProperty("items");
        items.EnumerateArray().Select(item => item.GetProperty("title").GetString()).ShouldBe(["Failed", "Waiting"]);
        items[0].GetProperty("error_message").GetString().ShouldBe("refused: tooManyReminders");
        items[1].GetProperty("waits_for").GetString().ShouldBe("no enabled calendar connection has this role");
        items[1].GetProperty("event_id").GetGuid().ShouldBe(waiting);
        using JsonDocument only = await ReadAsync(app, owner, $"v1/calendar/queue?company_id={owner.Company}&status=failed");
        only.RootElement.GetProperty("items").GetArrayLength().ShouldBe(1);
        (await app.SendAsync(HttpMethod.Get, $"v1/calendar/queue?company_id={owner.Company}&status=completed", owner.Token)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await app.SendAsync(HttpMethod.Get, "v1/calendar/queue", owner.Token)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_retry_makes_a_change_due_at_once_and_refuses_what_is_being_sent()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser owner = await app.UserAsync(Guid.NewGuid());
        await app.ConnectAsync(owner);
        Guid row = await EventAsync(app, owner.Company, "Failed");
        await app.ExecuteAsync("UPDATE google_calendar_sync_queue SET status = 'failed', retry_count = 8, attempt_count = 3, next_attempt_at = now() + interval '1 hour'");
        long id = await app.QueryAsync<long>("SELECT id FROM google_calendar_sync_queue WHERE event_id = @row", new { row });

        (HttpStatusCode status, string body) = await app.SendAsync(HttpMethod.Post, $"v1/calendar/queue/{id}/retry", owner.Token);

        status.ShouldBe(HttpStatusCode.OK, body);
        using JsonDocument item = JsonDocument.Parse(body);
        item.RootElement.GetProperty("status").GetString().ShouldBe("pending");
        item.RootElement.GetProperty("retry_count").GetInt32().ShouldBe(0);
        item.RootElement.GetProperty("waits_for").ValueKind.ShouldBe(JsonValueKind.Null);
        item.RootElement.GetProperty("next_attempt_at").GetDateTimeOffset().ShouldBe(app.Clock.GetUtcNow());
        await app.ExecuteAsync("UPDATE google_calendar_sync_queue SET status = 'processing', lease_token = gen_random_uuid(), lease_until = now()");
        (await app.SendAsync(HttpMethod.Post, $"v1/calendar/queue/{id}/retry", owner.Token)).Status.ShouldBe(HttpStatusCode.Conflict);
        foreach (string path in (string[])[$"v1/calendar/queue/{id}", $"v1/calendar/queue/{id}/again", "v1/calendar/queue/x/retry", "v1/calendar/queue/0/retry"])
        {
            (await app.SendAsync(HttpMethod.Post, path, owner.Token)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task The_history_is_that_of_the_company_or_of_one_event_and_never_of_another_company()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser owner = await app.UserAsync(Guid.NewGuid());
        await app.ConnectAsync(owner);
        Guid connection = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        Guid first = await EventAsync(app, owner.Company, "First");
        Guid second = await EventAsync(app, owner.Company, "Second");
        TestUser stranger = await app.UserAsync(Guid.NewGuid());
        await JournalAsync(app, owner.Company, connection, first, "created");
        await JournalAsync(app, owner.Company, connection, second, "created");
        await JournalAsync(app, owner.Company, connection, second, "updated");

        using JsonDocument all = await ReadAsync(app, owner, $"v1/calendar/history?company_id={owner.Company}");
        Lines(all).ShouldBe(["updated Second", "created Second", "created First"]);
        all.RootElement.GetProperty("entries")[0].GetProperty("after").GetProperty("title").GetString().ShouldBe("x");
        using JsonDocument one = await ReadAsync(app, owner, $"v1/calendar/history?company_id={owner.Company}&event_id={first}");
        Lines(one).ShouldBe(["created First"]);
        using JsonDocument foreign = await ReadAsync(app, stranger, $"v1/calendar/history?company_id={stranger.Company}&event_id={first}");
        Lines(foreign).ShouldBeEmpty();
        (await app.SendAsync(HttpMethod.Get, $"v1/calendar/history?company_id={owner.Company}&event_id=x", owner.Token)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_connection_tells_when_it_was_read_how_long_its_channel_lasts_and_what_its_last_run_did()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser owner = await app.UserAsync(Guid.NewGuid());
        await app.ConnectAsync(owner);
        Guid connection = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        DateTimeOffset ends = app.Clock.GetUtcNow().AddDays(6);
        await app.ExecuteAsync(
            """
            DELETE FROM google_calendar_webhooks;
            INSERT INTO google_calendar_webhooks (company_id, connection_id, calendar_id, channel_id, resource_id, expiration_timestamp, token_hash)
            VALUES (@Company, @connection, 'c', 'ch', 'r', @ends, ''::bytea);
            UPDATE google_calendar_connections SET last_pull_at = @now
            """,
            new { owner.Company, connection, ends = ends.ToUnixTimeMilliseconds(), now = app.Clock.GetUtcNow() });
        var run = Guid.NewGuid();
        await JournalAsync(app, owner.Company, connection, Guid.NewGuid(), "created", Guid.NewGuid());
        await JournalAsync(app, owner.Company, connection, Guid.NewGuid(), "created", run);
        await JournalAsync(app, owner.Company, connection, Guid.NewGuid(), "updated", run);
        await JournalAsync(app, owner.Company, connection, Guid.NewGuid(), "set_aside", run);

        using JsonDocument list = await ReadAsync(app, owner, $"v1/calendar/connections?company_id={owner.Company}");

        JsonElement it = list.RootElement.GetProperty("connections")[0];
        it.GetProperty("last_pull_at").GetDateTimeOffset().ShouldBe(app.Clock.GetUtcNow());
        it.GetProperty("channel").GetProperty("expires_at").GetDateTimeOffset().ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(ends.ToUnixTimeMilliseconds()));
        JsonElement did = it.GetProperty("last_change");
        (did.GetProperty("created").GetInt32(), did.GetProperty("updated").GetInt32(), did.GetProperty("deleted").GetInt32(), did.GetProperty("other").GetInt32()).ShouldBe((1, 1, 0, 1));
        app.Clock.Advance(TimeSpan.FromDays(7));
        using JsonDocument later = await ReadAsync(app, owner, $"v1/calendar/connections?company_id={owner.Company}");
        later.RootElement.GetProperty("connections")[0].GetProperty("channel").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static IEnumerable<string> Lines(JsonDocument list) =>
        list.RootElement.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("decision").GetString()} {entry.GetProperty("title").GetString()}");

    private static async Task<JsonDocument> ReadAsync(ConnectApp app, TestUser user, string path)
    {
        (HttpStatusCode status, string body) = await app.SendAsync(HttpMethod.Get, path, user.Token);
        status.ShouldBe(HttpStatusCode.OK, body);
        return JsonDocument.Parse(body);
    }

    private static async Task<Guid> EventAsync(ConnectApp app, Guid company, string title, string? role = null)
    {
        var id = Guid.NewGuid();
        await app.ExecuteAsync(
            "INSERT INTO events (id, company_id, user_id, title, role, start_at, end_at) VALUES (@id, @company, @id, @title, @role, now(), now() + interval '1 hour')",
            new { id, company, title, role });
        return id;
    }

    private static Task JournalAsync(ConnectApp app, Guid company, Guid connection, Guid row, string decision, Guid? run = null) =>
        app.ExecuteAsync(
            """
            INSERT INTO google_calendar_sync_journal (run_id, company_id, connection_id, event_id, direction, decision, reason, after)
            VALUES (@run, @company, @connection, @row, 'google_to_app', @decision, 'edited_in_google', '{"title":"x"}')
            """,
            new { run = run ?? Guid.NewGuid(), company, connection, row, decision });
}
