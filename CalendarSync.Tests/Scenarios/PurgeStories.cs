using CalendarSync.Local.Emulator.Faults;
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

    [Fact]
    public async Task A_row_that_is_made_again_while_its_deletion_meets_an_edit_is_not_made_twice()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppPurgeAsync(id);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.GoogleEdit(id, """{"summary":"Google"}""");
        world.Google.Faults.Next("events.get", new Fault("meanwhile")
        {
            After = async () => await world.AppAsync(
                """
                INSERT INTO events (id, company_id, user_id, title, start_at, end_at, time_zone)
                VALUES (@id, @Company, @User, 'Encore', @start, @start + interval '1 hour', 'Europe/Paris')
                """,
                new { id, world.Company, world.User, start = world.Time.GetUtcNow().AddDays(1) }),
        });

        (await world.PushAsync()).Errors.ShouldBe(0);
        await world.SettleAsync();

        (await world.RowsAsync()).ShouldHaveSingleItem().Id.ShouldBe(id);
        (await world.QueueAsync()).ShouldBeEmpty();
        (await world.ConflictsAsync()).ShouldContain(c => c.App == """{"title": "Encore"}""" || c.Google!.Contains("Google", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_that_goes_for_good_while_its_insert_is_in_doubt_takes_no_edit_along_unseen()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("Base");
        world.Google.Faults.Next("events.insert", Fault.LostAnswer());
        await world.PushAsync();
        world.GoogleEdit(id, """{"summary":"Google"}""");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.AppPurgeAsync(id);

        await world.SettleAsync();

        world.GoogleTitles().ShouldBeEmpty("the deletion was later");
        var conflict = (await world.ConflictsAsync()).ShouldHaveSingleItem();
        (conflict.Kind, conflict.Winner).ShouldBe(("delete", "app"));
        conflict.Google.ShouldNotBeNull().ShouldContain("\"title\": \"Google\"");
    }

    private sealed class Meanwhile(Func<Point, Task> act) : IPoints
    {
        public async ValueTask ReachAsync(Point point) => await act(point);
    }
}
