using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Google did it, and nobody told us: it is neither done twice nor taken for somebody's edit.</summary>
public sealed class LostAnswerStories
{
    public static TheoryData<string> Losses => ["500", "503", "502 html", "reset", "truncated json", "cut body", "timeout"];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task An_insert_is_not_repeated(string loss)
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("Base");
        world.Google.Faults.Next("events.insert", Loss(world, loss));

        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromSeconds(30));
        await world.PushAsync();

        world.GoogleTitles().ShouldBe(["Base"]);
        world.Google.Calls.AppliedWrites.ShouldBe(1);
        (await world.RowAsync(id)).GoogleEventId.ShouldNotBeNull();
        await world.SettleAsync();
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    // Nobody here has seen the event alive: what its tombstone says besides was never agreed on.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_person_did_to_it_before_it_was_deleted_comes_back_with_it(bool much)
    {
        await using var world = await SyncWorld.CreateAsync(emulatorOptions: new EmulatorOptions { Tombstones = much ? TombstoneDetail.Full : TombstoneDetail.Minimal });
        await world.PullAsync();
        var id = await world.AppInsertAsync("Base");
        world.Google.Faults.Next("events.insert", Fault.LostAnswer());
        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromSeconds(30));
        world.GoogleEdit(id, """{"location":"Salle 9"}""");
        world.GoogleDelete(id);
        await world.PushAsync();
        (await world.RowAsync(id)).DeletedAt.ShouldNotBeNull();

        world.Person.Restore(world.Calendar, SyncWorld.GoogleId(id));
        await world.SettleAsync();

        var row = await world.RowAsync(id);
        (row.DeletedAt, row.Title, row.Location).ShouldBe((null, "Base", "Salle 9"));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task An_update_is_not_repeated(string loss)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App'");
        world.Google.Calls.Reset();
        world.Google.Faults.Next("events.update", Loss(world, loss));

        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromSeconds(30));
        await world.PushAsync();
        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["App"]);
        world.Google.Calls.AppliedWrites.ShouldBe(1);
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_deletion_is_not_repeated(string loss)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppDeleteAsync(id);
        world.Google.Faults.Next("events.delete", Loss(world, loss));

        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromSeconds(30));
        await world.PushAsync();

        world.GoogleEvents().ShouldBeEmpty();
        (await world.QueueAsync()).ShouldBeEmpty();
        await world.SettleAsync();
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_update_without_an_answer_and_a_later_edit_in_google_are_both_kept()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App'");
        world.Google.Faults.Next("events.update", Fault.LostAnswer());
        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.GoogleEdit(id, """{"summary":"Google vit App","location":"Salle"}""");

        await world.PullAsync();
        await world.SettleAsync();

        var row = await world.RowAsync(id);
        (row.Title, row.Location).ShouldBe(("Google vit App", "Salle"));
        // Nobody can know that who edited in Google had seen the application's edit: what it said is kept.
        (await world.ConflictsAsync()).ShouldHaveSingleItem().App.ShouldBe("""{"title": "App"}""");
    }

    [Fact]
    public async Task An_insert_without_an_answer_whose_event_was_deleted_in_google_stays_deleted()
    {
        await using var world = await SyncWorld.CreateAsync(emulatorOptions: new() { Tombstones = CalendarSync.Local.Emulator.TombstoneDetail.Full });
        await world.PullAsync();
        var id = await world.AppInsertAsync("Base");
        world.Google.Faults.Next("events.insert", Fault.LostAnswer());
        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.GoogleDelete(id);

        await world.SettleAsync();

        world.GoogleEvents().ShouldBeEmpty();
        (await world.RowAsync(id)).DeletedAt.ShouldNotBeNull();
    }

    private static Fault Loss(SyncWorld world, string loss) => loss switch
    {
        "500" => Fault.LostAnswer(),
        "503" => Fault.LostAnswer(503),
        "502 html" => Fault.LostAnswerHtml(),
        "reset" => Fault.ResetAfter(),
        "truncated json" => Fault.TruncatedJson(),
        "cut body" => Fault.CutBody(),
        _ => new Fault("timeout") { After = () => TimeOut(world) },
    };

    private static ValueTask TimeOut(SyncWorld world)
    {
        world.Time.Advance(TimeSpan.FromSeconds(25));
        return ValueTask.CompletedTask;
    }
}
