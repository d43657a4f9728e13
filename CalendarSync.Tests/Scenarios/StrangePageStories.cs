namespace CalendarSync.Tests.Scenarios;

/// <summary>Items that nobody expects: each is set aside or ignored alone, the others arrive and the token advances.</summary>
public sealed class StrangePageStories
{
    private const string Times = """ "start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"} """;

    [Theory]
    [InlineData("""{"id":"strange0001","status":"confirmed"}""", "noTimes")]
    [InlineData("""{"id":"strange0001","status":"confirmed","start":{"date":"2026-02-31"},"end":{"date":"2026-03-01"}}""", "illegalTimes")]
    [InlineData("""{"id":"strange0001","start":{"dateTime":"soon"},"end":{"dateTime":"later"}}""", "illegalTimes")]
    [InlineData("""{"id":"strange0001","summary":{"not":"a text"},"start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""", "unexpectedForm")]
    [InlineData("""{"summary":"no id","start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""", "noId")]
    [InlineData("""42""", "unexpectedForm")]
    public async Task An_unreadable_item_is_set_aside_with_its_reason(string item, string reason)
    {
        await using var world = await SyncWorld.CreateAsync();
        world.GoogleInsert("Lisible");
        world.Google.Faults.Next("events.list", Pages.With(item));

        await world.PullAsync();

        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["Lisible"]);
        (await world.QueryAsync<string>("SELECT reason FROM google_calendar_set_aside")).ShouldBe([reason]);
        (await world.ValueAsync<bool>("SELECT sync_token IS NOT NULL FROM google_calendar_connections")).ShouldBeTrue("the token advances");
        await world.SettleAsync();
    }

    [Fact]
    public async Task An_item_that_can_be_read_again_leaves_the_set_aside_ones()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        world.Google.Faults.Next("events.list", Pages.With("""{"id":"strange0001","status":"confirmed"}"""));
        await world.PullAsync();
        (await world.ValueAsync<long>("SELECT count(*) FROM google_calendar_set_aside")).ShouldBe(1);

        world.Google.Faults.Next("events.list", Pages.With($$"""{"id":"strange0001","status":"confirmed","summary":"Lisible",{{Times}}}"""));
        await world.PullAsync();

        (await world.ValueAsync<long>("SELECT count(*) FROM google_calendar_set_aside")).ShouldBe(0);
        (await world.RowsAsync()).ShouldHaveSingleItem().Title.ShouldBe("Lisible");
        await world.ShouldBeQuietAsync();
    }

    [Theory]
    [InlineData("""{"id":"strange0001","status":"cancelled"}""")]
    [InlineData("""{"id":"strange0001","status":"cancelled","etag":"\"1\""}""")]
    [InlineData("""{"id":"strange0001","eventType":"hologram","start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""")]
    public async Task What_is_nothing_to_us_leaves_no_trace(string item)
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.Faults.Next("events.list", Pages.With(item));

        await world.PullAsync();

        (await world.RowsAsync()).ShouldBeEmpty();
        (await world.ValueAsync<long>("SELECT count(*) FROM google_calendar_set_aside")).ShouldBe(0);
        (await world.ValueAsync<bool>("SELECT sync_token IS NOT NULL FROM google_calendar_connections")).ShouldBeTrue();
        await world.SettleAsync();
    }

    [Fact]
    public async Task Values_that_came_after_us_are_kept_as_they_are()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.Faults.Next("events.list", Pages.With(
            $$"""{"id":"strange0001","etag":"\"1\"","status":"pondered","visibility":"friends","colorId":"99","summary":"Futur","novelty":{"a":[1]},{{Times}}}"""));

        await world.PullAsync();

        var row = (await world.RowsAsync()).ShouldHaveSingleItem();
        (row.Title, row.Visibility, row.Color, row.Status).ShouldBe(("Futur", "friends", null, "confirmed"));
        row.GoogleEvent.ShouldNotBeNull().ShouldContain("novelty");
        (await world.QueueAsync()).ShouldBeEmpty();
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task An_event_twice_on_a_page_counts_in_its_latest_state()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        world.Google.Faults.Next("events.list", Pages.With(
            $$"""{"id":"strange0001","etag":"\"2\"","updated":"2026-02-16T09:00:02Z","summary":"Neuf",{{Times}}}""",
            $$"""{"id":"strange0001","etag":"\"1\"","updated":"2026-02-16T09:00:01Z","summary":"Vieux",{{Times}}}"""));

        await world.PullAsync();

        (await world.RowsAsync()).ShouldHaveSingleItem().Title.ShouldBe("Neuf");
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task An_older_state_never_overwrites_a_newer_one()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = world.GoogleInsert("v1");
        var old = world.Google.Event(world.Calendar, id)!.ToJsonString();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Person.Edit(world.Calendar, id, """{"summary":"v2"}""");
        await world.SettleAsync();
        world.Google.Faults.Next("events.list", Pages.With(old));

        await world.PullAsync();

        (await world.RowAsync(id)).Title.ShouldBe("v2");
        await world.SettleAsync();
    }
}
