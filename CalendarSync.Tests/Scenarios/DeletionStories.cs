using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Scenarios;

/// <summary>A deleted event stays deleted unless somebody edited it later, on whichever side.</summary>
public sealed class DeletionStories
{
    [Theory]
    [InlineData("last-write-wins", true, true)]
    [InlineData("last-write-wins", false, false)]
    [InlineData("google-wins", false, true)]
    [InlineData("app-wins", true, false)]
    public async Task Deleted_in_the_application_and_edited_in_google(string policy, bool editIsLater, bool lives)
    {
        await using var world = await SyncWorld.CreateAsync(s => s["CONFLICT_POLICY"] = policy);
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        if (editIsLater)
        {
            await world.AppDeleteAsync(id);
            world.Time.Advance(TimeSpan.FromMinutes(1));
            world.GoogleEdit(id, """{"summary":"Google"}""");
        }
        else
        {
            world.GoogleEdit(id, """{"summary":"Google"}""");
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await world.AppDeleteAsync(id);
        }

        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(lives ? ["Google"] : []);
        ((await world.RowAsync(id)).DeletedAt is null).ShouldBe(lives);
        var conflict = (await world.ConflictsAsync()).ShouldHaveSingleItem();
        (conflict.Kind, conflict.Winner).ShouldBe(("delete", lives ? "google" : "app"));
        conflict.Google.ShouldNotBeNull().ShouldContain("\"title\": \"Google\"");
    }

    [Theory]
    [InlineData("last-write-wins", true, true)]
    [InlineData("last-write-wins", false, false)]
    [InlineData("google-wins", true, false)]
    [InlineData("app-wins", false, true)]
    public async Task Edited_in_the_application_and_deleted_in_google(string policy, bool editIsLater, bool lives)
    {
        await using var world = await SyncWorld.CreateAsync(
            s => s["CONFLICT_POLICY"] = policy, new() { Tombstones = CalendarSync.Local.Emulator.TombstoneDetail.Full });
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        if (editIsLater)
        {
            world.GoogleDelete(id);
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await world.AppEditAsync(id, "title = 'App'");
        }
        else
        {
            await world.AppEditAsync(id, "title = 'App'");
            world.Time.Advance(TimeSpan.FromMinutes(1));
            world.GoogleDelete(id);
        }

        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(lives ? ["App"] : []);
        ((await world.RowAsync(id)).DeletedAt is null).ShouldBe(lives);
        var conflict = (await world.ConflictsAsync()).ShouldHaveSingleItem();
        (conflict.Kind, conflict.Winner).ShouldBe(("delete", lives ? "app" : "google"));
        conflict.App.ShouldNotBeNull().ShouldContain("\"title\": \"App\"");
    }

    [Fact]
    public async Task A_tombstone_that_does_not_say_when_never_beats_an_edit()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App'");
        world.GoogleDelete(id);

        await world.PullAsync();
        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["App"]);
    }

    [Fact]
    public async Task Taking_back_a_deletion_in_the_application_brings_the_event_back_under_its_id()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppDeleteAsync(id);
        await world.SettleAsync();
        world.GoogleEvents().ShouldBeEmpty();

        await world.AppEditAsync(id, "deleted_at = NULL, title = 'De retour'");
        await world.SettleAsync();

        world.GoogleTitle(id).ShouldBe("De retour");
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Taking_an_event_out_of_googles_trash_revives_its_row()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        world.GoogleDelete(id);
        await world.SettleAsync();
        (await world.RowAsync(id)).DeletedAt.ShouldNotBeNull();

        world.Person.Restore(world.Calendar, SyncWorld.GoogleId(id));
        await world.SettleAsync();

        var row = (await world.RowsAsync()).ShouldHaveSingleItem();
        (row.Id, row.DeletedAt, row.Title).ShouldBe((id, null, "Base"));
    }

    [Fact]
    public async Task Deleting_on_both_sides_settles_without_a_conflict()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppDeleteAsync(id);
        world.GoogleDelete(id);

        await world.SettleAsync();

        (await world.ConflictsAsync()).ShouldBeEmpty();
        (await world.QueueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_is_gone_for_good_is_deleted_in_google()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'Jamais parti'");
        await world.AppPurgeAsync(id);

        await world.SettleAsync();

        world.GoogleEvents().ShouldBeEmpty();
        (await world.RowsAsync()).ShouldBeEmpty();
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_goes_for_good_while_its_insert_is_on_the_way_leaves_nothing_in_google()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("Base");
        world.Google.Faults.Next("events.insert", Fault.Meanwhile(async () => await world.AppPurgeAsync(id)));

        await world.PushAsync();
        await world.SettleAsync();

        world.GoogleEvents().ShouldBeEmpty();
        (await world.RowsAsync()).ShouldBeEmpty();
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_goes_for_good_while_its_update_is_on_the_way_leaves_nothing_in_google()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'B'");
        world.Google.Faults.Next("events.update", Fault.Meanwhile(async () => await world.AppPurgeAsync(id)));

        await world.PushAsync();
        await world.SettleAsync();

        world.GoogleEvents().ShouldBeEmpty();
        (await world.RowsAsync()).ShouldBeEmpty();
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_that_is_gone_for_good_meets_a_later_edit_in_google(bool editIsLater)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        if (!editIsLater)
        {
            world.GoogleEdit(id, """{"summary":"Google"}""");
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await world.AppPurgeAsync(id);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        if (editIsLater)
        {
            world.GoogleEdit(id, """{"summary":"Google"}""");
        }

        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(editIsLater ? ["Google"] : []);
        (await world.RowsAsync()).Select(r => (r.Title, r.Location)).ShouldBe(editIsLater ? [("Google", "Cabinet")] : []);
        (await world.ConflictsAsync()).ShouldHaveSingleItem().Google.ShouldNotBeNull().ShouldContain("\"title\": \"Google\"");
    }

    [Fact]
    public async Task Clearing_away_a_row_whose_deletion_google_knows_costs_nothing()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppDeleteAsync(id);
        await world.SettleAsync();
        await world.AppPurgeAsync(id);
        world.Google.Calls.Reset();

        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0);
        await world.SettleAsync();
    }

    [Fact]
    public async Task A_listing_does_not_resurrect_a_row_whose_deletion_waits()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppPurgeAsync(id);

        await world.PullAsync(full: true);

        (await world.RowsAsync()).ShouldBeEmpty();
        await world.SettleAsync();
        world.GoogleEvents().ShouldBeEmpty();
        await world.PullAsync(full: true);
        (await world.RowsAsync()).ShouldBeEmpty();
        await world.ShouldBeQuietAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_application_does_not_know_is_no_edit_that_brings_a_deleted_event_back(bool forGood)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await (forGood ? world.AppPurgeAsync(id) : world.AppDeleteAsync(id));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.GoogleEdit(id, """{"guestsCanModify":true}""");

        await world.SettleAsync();

        world.GoogleEvents().ShouldBeEmpty();
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_that_is_deleted_and_inserted_again_before_google_hears_of_it_is_the_same_event(bool fromGoogle)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = fromGoogle ? Guid.Empty : await world.AppInsertAsync("Base", "Cabinet");
        var googleId = fromGoogle ? world.GoogleInsert("Base", "Cabinet") : SyncWorld.GoogleId(id);
        await world.SettleAsync();
        id = (await world.RowAsync(googleId)).Id;
        world.Person.Edit(world.Calendar, googleId, """{"attendees":[{"email":"guest@example.com"}]}""");
        await world.SettleAsync();
        world.Google.Calls.Reset();

        await world.AppAsync(
            """
            CREATE TEMP TABLE copy ON COMMIT DROP AS SELECT * FROM events WHERE id = @id;
            DELETE FROM events WHERE id = @id;
            INSERT INTO events (id, company_id, user_id, title, location, start_at, end_at, time_zone)
            SELECT id, company_id, user_id, 'Autre', location, start_at, end_at, time_zone FROM copy
            """,
            new { id });
        await world.PushAsync();

        (world.Google.Calls.Total, world.Google.Calls.Count("events.update")).ShouldBe((1, 1));
        var e = world.GoogleEvents().ShouldHaveSingleItem();
        ((string?)e["id"], (string?)e["summary"]).ShouldBe((googleId, "Autre"));
        e["attendees"]!.AsArray().Count.ShouldBe(1, "what the application does not know is still there");
        await world.SettleAsync();
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }
}
