using System.Text.Json.Nodes;

using CalendarSync.Local.Emulator;

namespace CalendarSync.Tests.Webhooks;

/// <summary>Over HTTP on both sides: the person acts in Google, messages are delivered, and nothing else moves.</summary>
public sealed class PushStories : IAsyncLifetime
{
    private PushApp app = null!;

    public async Task InitializeAsync() => app = await PushApp.StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task What_a_person_does_in_Google_is_in_the_database_as_soon_as_the_message_is()
    {
        var (status, body) = await app.WatchAsync();
        status.ShouldBe(200, body);
        var answer = JsonNode.Parse(body)!.AsObject();
        answer["outcome"]!.GetValue<string>().ShouldBe("watching");
        answer["expires_at"]!.GetValue<DateTimeOffset>().ShouldBe(app.Clock.GetUtcNow().AddDays(7));

        var id = Make("Dentist");
        await app.Google.Push.DeliverAsync();
        (await app.TitlesAsync()).ShouldBe(["Dentist"]);

        app.Person.Edit(PushApp.Email, id, """{"summary":"Dentist, moved"}""");
        await app.Google.Push.DeliverAsync();
        (await app.TitlesAsync()).ShouldBe(["Dentist, moved"]);

        app.Person.Delete(PushApp.Email, id);
        await app.Google.Push.DeliverAsync();
        (await app.TitlesAsync()).ShouldBeEmpty();
        app.Google.Calls.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task Messages_that_are_doubled_reordered_lost_and_late_give_the_same_end()
    {
        await app.WatchAsync();
        (app.Google.Push.DuplicateRate, app.Google.Push.DropRate, app.Google.Push.Reorder) = (0.5, 0.3, true);
        for (var i = 0; i < 30; i++)
        {
            Make($"event {i:d2}");
            if (i % 7 == 0)
            {
                await app.Google.Push.DeliverAsync();
            }
        }

        (app.Google.Push.DuplicateRate, app.Google.Push.DropRate) = (0, 0);
        Make("last");
        await app.Google.Push.DeliverAsync();

        (await app.TitlesAsync()).ShouldBe([.. Enumerable.Range(0, 30).Select(i => $"event {i:d2}"), "last"]);
        var calls = app.Google.Calls.Count("events.list");
        await app.Google.Push.DeliverAsync();
        app.Google.Calls.Count("events.list").ShouldBe(calls);
    }

    [Fact]
    public async Task The_first_message_may_be_faster_than_the_answer_to_the_watch_call()
    {
        app.Google.Options.SyncMessageBeforeAnswer = true;
        Make("was there before");

        (await app.WatchAsync()).Status.ShouldBe(200);

        (await app.TitlesAsync()).ShouldBe(["was there before"]);
    }

    [Fact]
    public async Task A_stopped_channel_is_gone_at_Google_and_its_late_messages_do_nothing()
    {
        await app.WatchAsync();
        await app.Google.Push.DeliverAsync();
        app.Google.Push.Delay = TimeSpan.FromHours(1);
        Make("Dentist");

        (await app.WatchAsync("stop")).Body.ShouldContain("\"stopped\"");
        app.Google.LiveChannels().ShouldBeEmpty();
        (await app.Google.Push.DeliverAsync(evenIfDelayed: true)).ShouldAllBe(d => d.Status == 204);

        (await app.TitlesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Check04_every_post_is_answered_alike_and_other_methods_are_not_served()
    {
        (await app.WebhookAsync(HttpMethod.Post)).ShouldBe(204);
        (await app.WebhookAsync(HttpMethod.Get)).ShouldBe(405);
        (await app.WebhookAsync(HttpMethod.Put)).ShouldBe(405);
    }

    [Fact]
    public async Task Check12_only_those_who_manage_the_company_start_and_stop()
    {
        var other = Guid.NewGuid();
        var body = $$"""{"connection_id":"{{app.ConnectionId}}","action":"start"}""";
        var unknown = $$"""{"connection_id":"{{Guid.NewGuid()}}","action":"start"}""";

        (await app.PostAsync(body)).Status.ShouldBe(401);
        (await app.PostAsync(unknown)).Status.ShouldBe(401);
        (await app.PostAsync(body, key: "wrong")).Status.ShouldBe(401);
        (await app.PostAsync(body, await app.UserAsync("member", app.Company))).Status.ShouldBe(403);
        (await app.PostAsync(body, await app.UserAsync("owner", other))).Status.ShouldBe(404);
        (await app.PostAsync(unknown, await app.UserAsync("owner", app.Company))).Status.ShouldBe(404);
        (await app.PostAsync(unknown, key: PushApp.Key)).Status.ShouldBe(404);
        app.Google.LiveChannels().ShouldBeEmpty();

        (await app.PostAsync(body, await app.UserAsync("admin", app.Company))).Status.ShouldBe(200);
        (await app.PostAsync(body, await app.UserAsync("owner", app.Company))).Status.ShouldBe(200);
        (await app.PostAsync(body, key: PushApp.Key)).Status.ShouldBe(200);
        app.Google.LiveChannels().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"connection_id":"x","action":"start"}""")]
    [InlineData("""{"connection_id":"00000000-0000-0000-0000-000000000001"}""")]
    [InlineData("""{"connection_id":"00000000-0000-0000-0000-000000000001","action":"restart"}""")]
    [InlineData("""{"connection_id":"00000000-0000-0000-0000-000000000001","action":"start","more":1}""")]
    public async Task A_body_that_is_none_is_a_problem_of_the_caller(string body) => (await app.PostAsync(body, key: PushApp.Key)).Status.ShouldBe(400);

    [Fact]
    public async Task A_calendar_that_is_not_in_use_and_a_Google_that_refuses_are_told()
    {
        app.Google.Faults.Next("events.watch", Local.Emulator.Faults.Fault.BackendError());
        (await app.WatchAsync()).Status.ShouldBe(502);

        await app.ExecuteAsync("UPDATE google_calendar_connections SET status = 'needs_reauth'");
        (await app.WatchAsync()).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Check21_nothing_that_is_private_reaches_the_log()
    {
        await app.WatchAsync();
        app.Person.Insert(PushApp.Email, EventBody.AllDay("canary-title", new DateOnly(2026, 3, 2), location: "canary-place"));
        await app.Google.Push.DeliverAsync();
        app.Google.Faults.Next("*", Local.Emulator.Faults.Fault.Reset(), Local.Emulator.Faults.Fault.BadGatewayHtml());
        Make("x");
        await app.Google.Push.DeliverAsync();
        await app.WatchAsync();

        var log = string.Join('\n', app.Log.Lines);
        log.ShouldContain(app.ConnectionId.ToString());
        foreach (var secret in new[] { "canary", "marie", "/calendars/", "ya29", "Bearer ", PushApp.Key })
        {
            log.ShouldNotContain(secret);
        }
    }

    private string Make(string title) => (string)app.Person.Insert(PushApp.Email, EventBody.AllDay(title, new DateOnly(2026, 3, 2)))["id"]!;
}
