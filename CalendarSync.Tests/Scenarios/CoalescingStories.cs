using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Scenarios;

/// <summary>However many edits it took, Google hears of a change once, and in order.</summary>
public sealed class CoalescingStories
{
    [Fact]
    public async Task Ten_edits_before_the_processor_runs_cost_one_call()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("v0");
        await world.SettleAsync();
        for (var i = 1; i <= 10; i++)
        {
            await world.AppEditAsync(id, $"title = 'v{i}', location = 'Salle {i}'");
        }

        world.Google.Calls.Reset();
        await world.PushAsync();

        (world.Google.Calls.Total, world.Google.Calls.Units).ShouldBe((1, 1));
        world.GoogleTitle(id).ShouldBe("v10");
        await world.SettleAsync();
    }

    [Fact]
    public async Task Creating_updating_and_deleting_cost_one_call_and_one_unit_each()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("A");
        await CostsOneAsync("events.insert");
        await world.AppEditAsync(id, "title = 'B'");
        await CostsOneAsync("events.update");
        await world.AppDeleteAsync(id);
        await CostsOneAsync("events.delete");
        await world.SettleAsync();

        async Task CostsOneAsync(string method)
        {
            world.Google.Calls.Reset();
            await world.PushAsync();
            (world.Google.Calls.Count(method), world.Google.Calls.Total, world.Google.Calls.Units).ShouldBe((1, 1, 1));
        }
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task An_edit_while_its_event_is_on_the_way_is_sent_next()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("v0");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'v1'");
        world.Google.Faults.Next("events.update", Fault.Meanwhile(async () => await world.AppEditAsync(id, "title = 'v2'")));

        await world.PushAsync();

        world.GoogleTitle(id).ShouldBe("v2");
        (await world.QueueAsync()).ShouldBeEmpty();
        world.Google.Calls.Count("events.update").ShouldBe(2);
        await world.SettleAsync();
    }

    [Fact]
    public async Task An_edit_while_its_insert_is_on_the_way_does_not_insert_twice()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("v0");
        world.Google.Faults.Next("events.insert", Fault.Meanwhile(async () => await world.AppEditAsync(id, "title = 'v1'")));

        await world.PushAsync();

        world.GoogleTitles().ShouldBe(["v1"]);
        (world.Google.Calls.Count("events.insert"), world.Google.Calls.Count("events.update")).ShouldBe((1, 1));
        await world.SettleAsync();
    }

    [Theory]
    [InlineData("title = title")]
    [InlineData("updated_at = now()")]
    [InlineData("description = ''")]
    [InlineData("color = NULL, visibility = 'default', transparency = 'opaque'")]
    public async Task An_edit_that_changes_nothing_costs_no_call(string set)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        await world.AppEditAsync(id, set);
        world.Google.Calls.Reset();

        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0);
        (await world.QueueAsync()).ShouldBeEmpty();
        await world.SettleAsync();
    }

    [Fact]
    public async Task An_edit_that_is_taken_back_costs_no_call()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'B'");
        await world.AppEditAsync(id, "title = 'A'");
        world.Google.Calls.Reset();

        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0);
        await world.SettleAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_that_is_deleted_before_it_was_sent_costs_no_call(bool forGood)
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("A");
        await (forGood ? world.AppPurgeAsync(id) : world.AppDeleteAsync(id));
        world.Google.Calls.Reset();

        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0);
        (await world.QueueAsync()).ShouldBeEmpty();
        await world.SettleAsync();
    }

    [Fact]
    public async Task One_edit_in_google_costs_no_write_anywhere_else()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        world.GoogleEdit(id, """{"summary":"B"}""");
        world.Google.Calls.Reset();

        await world.SettleAsync();

        world.Google.Calls.Writes.ShouldBe(0);
        var row = await world.RowAsync(id);
        (row.Title, row.Version, row.SyncedVersion).ShouldBe(("B", 1, 1));
        (await world.ValueAsync<string>("SELECT last_update_source FROM events")).ShouldBe("google");
    }

    [Fact]
    public async Task Many_changes_are_claimed_in_batches_and_each_is_sent_once()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        await world.AppAsync(
            """
            INSERT INTO events (company_id, user_id, title, start_at, end_at)
            SELECT @Company, @User, 'E' || n, @start, @start + interval '1 hour' FROM generate_series(1, 120) n
            """,
            new { world.Company, world.User, start = world.Time.GetUtcNow() });

        await world.PushAsync();

        world.GoogleEvents().Count.ShouldBe(120);
        world.Google.Calls.Count("events.insert").ShouldBe(120);
        await world.SettleAsync();
    }

    // What a new time of a series takes away, Google does not tell: the series is listed by itself, but only where exceptions are known.
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_series_with_a_new_time_is_listed_by_itself_where_it_has_exceptions(bool hasException, int listings)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await SeriesActs.AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        if (hasException)
        {
            await SeriesActs.AppExceptionAsync(world, series, 7, "Exception");
        }

        await world.SettleAsync();
        world.Google.Calls.Reset();
        await world.AppEditAsync(series, "start_at = start_at + interval '1 hour', end_at = end_at + interval '1 hour'");
        await world.PushAsync();
        (world.Google.Calls.Total, world.Google.Calls.Units).ShouldBe((1, 1));

        world.Time.Advance(TimeSpan.FromMinutes(3));
        await world.PullAsync();

        world.Google.Calls.Count("events.list").ShouldBe(1 + listings);
        (await world.QueryAsync<string>("SELECT google_event_id FROM google_calendar_series_checks")).ShouldBeEmpty();
    }
}
