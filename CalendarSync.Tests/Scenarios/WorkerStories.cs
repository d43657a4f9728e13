using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Any number of workers, and workers that are away for longer than their lease.</summary>
public sealed class WorkerStories
{
    [Fact]
    public async Task Two_workers_at_once_send_each_change_once()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var second = world.NewWorker();
        for (var i = 0; i < 60; i++)
        {
            await world.AppInsertAsync($"E{i}");
        }

        await Task.WhenAll(world.PushAsync(), second.PushAsync());

        world.GoogleEvents().Count.ShouldBe(60);
        world.Google.Calls.Count("events.insert").ShouldBe(60);
        await world.SettleAsync();
    }

    [Fact]
    public async Task A_change_that_one_worker_has_is_left_alone_by_the_other_and_its_later_edits_too()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("v0");
        await world.SettleAsync();
        var second = world.NewWorker();
        var gate = new Gate();
        world.Google.Faults.Next("events.update", new Fault("slow") { Before = gate.PassAsync });
        await world.AppEditAsync(id, "title = 'v1'");
        var slow = world.PushAsync();
        await gate.ReachedAsync();
        await world.AppEditAsync(id, "title = 'v2'");

        await second.PushAsync();
        world.Google.Calls.Count("events.update").ShouldBe(0, "order is kept per event");
        gate.Open();
        await slow;

        await world.SettleAsync();
        world.GoogleTitle(id).ShouldBe("v2");
    }

    [Fact]
    public async Task A_worker_that_wakes_after_its_lease_changes_nothing()
    {
        await using var world = await SyncWorld.CreateAsync(replace: SyncWorld.Patient);
        await world.PullAsync();
        var id = await world.AppInsertAsync("v0");
        var second = world.NewWorker();
        var gate = new Gate();
        world.Google.Faults.Next("events.insert", new Fault("paused") { After = gate.PassAsync });
        var paused = world.PushAsync();
        await gate.ReachedAsync();
        world.Time.Advance(TimeSpan.FromSeconds(61));
        await world.AppEditAsync(id, "title = 'v1'");

        await second.PushAsync();
        world.GoogleTitle(id).ShouldBe("v1");
        var before = await world.RowAsync(id);
        gate.Open();
        var counts = await paused;

        counts.Errors.ShouldBe(1);
        var after = await world.RowAsync(id);
        (after.GoogleEtag, after.SyncedVersion, after.LastSyncedAt).ShouldBe((before.GoogleEtag, before.SyncedVersion, before.LastSyncedAt));
        world.GoogleTitles().ShouldBe(["v1"]);
        await world.SettleAsync();
    }

    [Fact]
    public async Task A_pull_that_wakes_after_its_lease_changes_nothing()
    {
        await using var world = await SyncWorld.CreateAsync(replace: SyncWorld.Patient);
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        var second = world.NewWorker();
        world.GoogleEdit(id, """{"summary":"v1"}""");
        var gate = new Gate();
        world.Google.Faults.Next("events.list", new Fault("paused") { After = gate.PassAsync });
        var paused = world.PullAsync();
        await gate.ReachedAsync();
        world.Time.Advance(TimeSpan.FromSeconds(61));
        world.GoogleEdit(id, """{"summary":"v2"}""");

        await second.PullAsync();
        (await world.RowAsync(id)).Title.ShouldBe("v2");
        var token = await world.ValueAsync<string>("SELECT sync_token FROM google_calendar_connections");
        gate.Open();
        await paused;

        (await world.RowAsync(id)).Title.ShouldBe("v2");
        (await world.ValueAsync<string>("SELECT sync_token FROM google_calendar_connections")).ShouldBe(token);
        await world.SettleAsync();
    }

    [Fact]
    public async Task Only_one_worker_pulls_a_calendar_at_a_time()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var second = world.NewWorker();
        var gate = new Gate();
        world.Google.Faults.Next("events.list", new Fault("slow") { Before = gate.PassAsync });
        world.Google.Calls.Reset();
        var first = world.PullAsync();
        await gate.ReachedAsync();

        (await second.PullAsync()).Connections.ShouldBe(0);
        gate.Open();
        await first;

        world.Google.Calls.Count("events.list").ShouldBe(1);
        await world.SettleAsync();
    }

    [Fact]
    public async Task A_hint_that_comes_while_a_pull_is_under_way_is_not_lost()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var second = world.NewWorker();
        world.Google.Faults.Next("events.list", new Fault("hinted meanwhile")
        {
            After = async () =>
            {
                // The page is made; what comes now is not on it.
                world.GoogleInsert("Trop tard");
                world.Time.Advance(TimeSpan.FromSeconds(1));
                await second.Changes.PullSoonAsync(world.ConnectionId, TimeSpan.FromSeconds(10), CancellationToken.None);
            },
        });

        await world.PullAsync();

        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["Trop tard"]);
        await world.SettleAsync();
    }

    [Fact]
    public async Task Changes_of_a_worker_that_died_are_taken_up_when_its_lease_ends()
    {
        await using var world = await SyncWorld.CreateAsync(replace: SyncWorld.Patient);
        await world.PullAsync();
        var second = world.NewWorker();
        var id = await world.AppInsertAsync("A");
        var gate = new Gate();
        world.Google.Faults.Next("events.insert", new Fault("never comes back") { After = gate.PassAsync });
        var dead = world.PushAsync();
        await gate.ReachedAsync();

        await second.PushAsync();
        (await world.RowAsync(id)).GoogleEventId.ShouldBeNull("the lease is still on");
        world.Time.Advance(TimeSpan.FromSeconds(61));
        await second.PushAsync();

        (await world.RowAsync(id)).GoogleEventId.ShouldNotBeNull();
        gate.Open();
        await dead;
        world.Google.Calls.AppliedWrites.ShouldBe(1);
        await world.SettleAsync();
    }
}
