using CalendarSync.Tests.Simulation.Points;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Rows that are deleted for good, and pages that know nothing of it yet.</summary>
public sealed class PurgeStories
{
    [Fact]
    public async Task A_row_that_goes_for_good_twice_waits_for_its_second_deletion()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppPurgeAsync(id);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        world.GoogleEdit(id, """{"summary":"Google"}""");
        await world.PushAsync();
        (await world.RowsAsync()).ShouldHaveSingleItem().Title.ShouldBe("Google", "the edit was later");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.AppAsync("DELETE FROM events");

        // Its first deletion has just been sent, its second one waits.
        await world.PullAsync(full: true);

        (await world.RowsAsync()).ShouldBeEmpty();
        await world.SettleAsync();
        world.GoogleTitles().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_goes_for_good_while_a_page_brings_its_event_is_there_once()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        var looks = 0;
        var puller = world.NewWorker(services => services.Watch(new Meanwhile(async point =>
        {
            // The second time after the page came: what is known has been looked up, nothing is locked yet.
            looks += point.Kind switch { PointKind.AfterCall => 1, PointKind.BeforeOpen when looks > 0 => 1, _ => 0 };
            if (looks == 3)
            {
                looks++;
                await world.AppPurgeAsync(id);
            }
        })));
        world.Time.Advance(TimeSpan.FromMinutes(5));
        world.GoogleEdit(id, """{"summary":"Google"}""");

        await puller.PullAsync();
        await world.SettleAsync();

        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(world.GoogleTitles());
        (await world.QueueAsync()).ShouldBeEmpty();
    }

    private sealed class Meanwhile(Func<Point, Task> act) : IPoints
    {
        public async ValueTask ReachAsync(Point point) => await act(point);
    }
}
