using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Demo;

/// <summary>Every button of the page that breaks something: it breaks, and afterwards both sides are equal, nothing waits, and nothing is there twice.</summary>
public sealed class TroubleTests(DemoWorld world) : IClassFixture<DemoWorld>, IAsyncLifetime
{
    // A timer that meets a pull under way leaves the calendar to that one.
    public async Task InitializeAsync() =>
        await world.UntilAsync("all is calm", state => (bool)state["verdict"]!["settled"]! && !(bool)state["calendar"]!["asking"]!);

    public Task DisposeAsync() => world.DeleteAsync("api/trouble");

    [Theory]
    [InlineData("refusing")]
    [InlineData("down")]
    public async Task What_google_refuses_waits_and_goes_when_it_no_longer_does(string trouble)
    {
        string google = await world.AddAsync("google", $"There before {trouble}");
        await world.UntilSettledAsync();
        await world.PostAsync($"api/trouble/{trouble}");

        await world.AddAsync("app", $"Written while {trouble}");
        await world.ChangeAsync("google", google, new { title = $"Changed while {trouble}" });
        await world.PostAsync("api/processor");
        JsonNode broken = await world.UntilAsync("it waits with a reason", state => state["queue"]!.AsArray().Any(item => item!["reason"] is not null));
        ((JsonArray)broken["troubles"]!).Select(name => (string?)name).ShouldBe([trouble]);
        DemoWorld.Titled(broken, "google", $"Written while {trouble}").ShouldBeEmpty();
        DemoWorld.Titled(broken, "app", $"Changed while {trouble}").ShouldBeEmpty();

        await world.DeleteAsync($"api/trouble/{trouble}");
        await world.PostAsync("api/hurry");

        JsonNode mended = await world.UntilSettledAsync();
        mended["troubles"]!.AsArray().ShouldBeEmpty();
        DemoWorld.Titled(mended, "google", $"Written while {trouble}").Count.ShouldBe(1);
        DemoWorld.Titled(mended, "app", $"Changed while {trouble}").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_google_gets_everything_all_the_same()
    {
        await world.PostAsync("api/trouble/slow");
        await world.AddAsync("app", "Slowly");
        await world.PostAsync("api/processor");

        JsonNode state = await world.UntilSettledAsync();
        DemoWorld.Titled(state, "google", "Slowly").Count.ShouldBe(1);
        world.Demo.Google.Emulator.Calls.Records().ShouldContain(call => call.Fault == "slow" && call.Method == "events.insert");
    }

    [Fact]
    public async Task A_lost_message_is_made_up_for_by_asking()
    {
        await world.PostAsync("api/trouble/webhook_lost");
        int lost = world.Demo.Google.Emulator.Push.Dropped;
        await world.AddAsync("google", "Nobody tells");
        JsonNode unknown = await world.StateAsync();
        DemoWorld.Titled(unknown, "app", "Nobody tells").ShouldBeEmpty();
        world.Demo.Google.Emulator.Push.Dropped.ShouldBeGreaterThan(lost);

        await world.Demo.AskGoogleAsync(default);

        JsonNode known = await world.UntilSettledAsync();
        DemoWorld.Titled(known, "app", "Nobody tells").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dead_sync_token_costs_a_full_listing_and_no_event()
    {
        await world.AddAsync("app", "Not sent yet");
        int before = (await world.StateAsync())["app"]!.AsArray().Count;

        await world.PostAsync("api/trouble/sync_token");
        await world.PostAsync("api/processor");

        JsonNode state = await world.UntilSettledAsync();
        state["app"]!.AsArray().Count.ShouldBe(before);
        DemoWorld.Titled(state, "google", "Not sent yet").Count.ShouldBe(1);
        world.Demo.Google.Emulator.Calls.Records().ShouldContain(call => call.Status == 410);
    }

    [Fact]
    public async Task An_expired_access_token_is_renewed_in_mid_work()
    {
        long before = world.Demo.Google.Emulator.Calls.Records()[^1].Number;

        await world.PostAsync("api/trouble/access_token");

        var calls = world.Demo.Google.Emulator.Calls.Records().Where(call => call.Number > before).Select(call => (call.Method, call.Status)).ToList();
        calls.ShouldContain(("events.list", 401));
        calls.ShouldContain(("oauth.token", 200));
        calls[^1].ShouldBe(("events.list", 200));
        (await world.UntilSettledAsync())["calendar"]!["status"]!.GetValue<string>().ShouldBe("connected");
    }

    [Fact]
    public async Task A_withdrawn_consent_makes_everything_wait_until_somebody_connects_again()
    {
        await world.PostAsync("api/trouble/revoked");
        await world.AddAsync("app", "Waits for a person");
        await world.PostAsync("api/processor");
        JsonNode stuck = await world.UntilAsync("it waits for the reconnection", state => state["queue"]!.AsArray() is [{ } item] && item["reason"] is not null);
        stuck["calendar"]!["status"]!.GetValue<string>().ShouldBe("needs_reauth");

        await world.DeleteAsync("api/trouble/revoked");
        await world.PostAsync("api/hurry");

        JsonNode state = await world.UntilSettledAsync();
        state["calendar"]!["status"]!.GetValue<string>().ShouldBe("connected");
        DemoWorld.Titled(state, "google", "Waits for a person").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_that_dies_after_google_s_answer_leaves_one_event_on_each_side()
    {
        const string title = "Written before the crash";
        int inserts = world.Demo.Google.Emulator.Calls.Count("events.insert");
        await world.PostAsync("api/trouble/crash", new { @event = new { title, all_day = false, start = "2027-05-01T10:00", end = "2027-05-01T11:00" } });

        JsonNode doubtful = await world.UntilAsync("another worker has started", state => state["troubles"]!.AsArray().Count == 0);
        DemoWorld.Titled(doubtful, "google", title).Count.ShouldBe(1, "Google has carried it out");
        DemoWorld.Titled(doubtful, "app", title).ShouldHaveSingleItem()["google_id"].ShouldBeNull("and nobody has noted it");
        doubtful["queue"]!.AsArray().ShouldHaveSingleItem()!["status"]!.GetValue<string>().ShouldBe("processing");
        await world.PostAsync("api/processor");
        (await world.StateAsync())["queue"]!.AsArray().ShouldHaveSingleItem()!["status"]!.GetValue<string>().ShouldBe("processing", "the dead one's lease still runs");

        await world.PostAsync("api/hurry");

        JsonNode state = await world.UntilSettledAsync();
        DemoWorld.Titled(state, "google", title).Count.ShouldBe(1);
        DemoWorld.Titled(state, "app", title).ShouldHaveSingleItem()["google_id"].ShouldNotBeNull();
        world.Demo.Google.Emulator.Calls.Count("events.insert").ShouldBe(inserts + 1, "it is not sent a second time");
    }

    [Fact]
    public async Task A_crash_that_never_comes_is_called_off()
    {
        await world.PostAsync("api/trouble/down");
        await world.PostAsync("api/trouble/revoked");
        await world.PostAsync("api/trouble/crash");
        (await world.StateAsync())["troubles"]!.AsArray().Count.ShouldBe(3);

        await world.DeleteAsync("api/trouble");
        await world.PostAsync("api/hurry");

        (await world.UntilSettledAsync())["troubles"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_people_who_change_different_fields_both_get_their_way()
    {
        string id = await CommonAsync("Shared");

        await world.PostAsync("api/both", new { id, app = new { location = "Room 5" }, google = new { title = "Shared by two" } });
        await world.PostAsync("api/processor");

        JsonNode state = await world.UntilSettledAsync();
        DemoWorld.Titled(state, "app", "Shared by two").ShouldHaveSingleItem()["location"]!.GetValue<string>().ShouldBe("Room 5");
        (await ConflictsAsync(id)).ShouldBe(0);
    }

    [Fact]
    public async Task Two_people_who_change_the_same_field_find_one_and_keep_the_other()
    {
        string id = await CommonAsync("Disputed");

        await world.PostAsync("api/both", new { id, app = new { title = "Mine" }, google = new { title = "Yours" } });
        await world.PostAsync("api/processor");

        JsonNode state = await world.UntilSettledAsync();
        DemoWorld.Titled(state, "app", "Yours").Count.ShouldBe(1);
        DemoWorld.Titled(state, "google", "Yours").Count.ShouldBe(1);
        (await ConflictsAsync(id)).ShouldBe(1);
    }

    private async Task<string> CommonAsync(string title)
    {
        string id = await world.AddAsync("app", title);
        await world.PostAsync("api/processor");
        await world.UntilSettledAsync();
        return id;
    }

    private async Task<long> ConflictsAsync(string id) => await world.Demo.Database.QueryAsync<long>(
        "SELECT count(*) FROM google_calendar_conflicts WHERE event_id = @id AND status = 'recorded' AND winner = 'google'", new { id = Guid.Parse(id) }, default);
}
