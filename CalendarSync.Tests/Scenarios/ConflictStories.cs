using CalendarSync.Local.Emulator;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Both sides edited the same field: the policy says who prevails, and nothing that loses is lost.</summary>
public sealed class ConflictStories
{
    [Theory]
    [InlineData("last-write-wins", 0, true, "app")]
    [InlineData("last-write-wins", 0, false, "google")]
    [InlineData("last-write-wins", 10, true, "app")]
    [InlineData("last-write-wins", 10, false, "google")]
    [InlineData("last-write-wins", -10, true, "app")]
    [InlineData("last-write-wins", -10, false, "google")]
    [InlineData("google-wins", 0, true, "google")]
    [InlineData("app-wins", 0, false, "app")]
    public async Task The_policy_decides_and_the_loser_is_kept(string policy, int skewMinutes, bool appIsLater, string winner)
    {
        await using var world = await SyncWorld.CreateAsync(
            s => s["CONFLICT_POLICY"] = policy, new EmulatorOptions { Skew = TimeSpan.FromMinutes(skewMinutes) });
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();

        if (appIsLater)
        {
            world.GoogleEdit(id, """{"summary":"Google","description":"Note"}""");
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await world.AppEditAsync(id, "title = 'App', location = 'Salle'");
        }
        else
        {
            await world.AppEditAsync(id, "title = 'App', location = 'Salle'");
            world.Time.Advance(TimeSpan.FromMinutes(1));
            world.GoogleEdit(id, """{"summary":"Google","description":"Note"}""");
        }

        await world.SettleAsync();

        var row = await world.RowAsync(id);
        (row.Title, row.Location, row.Description).ShouldBe((winner == "app" ? "App" : "Google", "Salle", "Note"));
        var conflict = (await world.ConflictsAsync()).ShouldHaveSingleItem();
        (conflict.Kind, conflict.Status, conflict.Winner).ShouldBe(("fields", "recorded", winner));
        conflict.Fields.ShouldBe(["title"]);
        (conflict.App, conflict.Google).ShouldBe(("""{"title": "App"}""", """{"title": "Google"}"""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whichever_direction_runs_first_the_end_is_the_same(bool pushFirst)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        world.GoogleEdit(id, """{"summary":"Google","colorId":"11"}""");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.AppEditAsync(id, "title = 'App', transparency = 'transparent'");

        await (pushFirst ? world.PushAsync() : world.PullAsync());
        await world.SettleAsync();

        var row = await world.RowAsync(id);
        (row.Title, row.Color, row.Transparency).ShouldBe(("App", "#dc2127", "transparent"));
        (await world.ConflictsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_edit_on_both_sides_is_no_conflict()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        world.GoogleEdit(id, """{"summary":"Pareil"}""");
        await world.AppEditAsync(id, "title = 'Pareil'");
        world.Google.Calls.Reset();

        await world.SettleAsync();

        world.Google.Calls.AppliedWrites.ShouldBe(0);
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_move_on_one_side_and_a_title_on_the_other_merge()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppEditAsync(id, "start_at = start_at + interval '2 hours', end_at = end_at + interval '3 hours'");
        world.GoogleEdit(id, """{"summary":"Google","attendees":[{"email":"guest@example.com"}]}""");

        await world.PullAsync();
        await world.SettleAsync();

        (await world.RowAsync(id)).Title.ShouldBe("Google");
        ((string?)world.GoogleEvent(id)!["start"]!["dateTime"]).ShouldStartWith("2026-02-17T12:00");
        world.GoogleEvent(id)!["attendees"]!.AsArray().Count.ShouldBe(1);
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Under_manual_the_event_is_left_alone_and_only_that_event(bool pushFirst)
    {
        await using var world = await SyncWorld.CreateAsync(s => s["CONFLICT_POLICY"] = "manual");
        var disputed = await world.AppInsertAsync("Base", "Cabinet");
        var other = await world.AppInsertAsync("Autre");
        await world.SettleAsync();
        await world.AppEditAsync(disputed, "title = 'App', location = 'Salle'");
        world.GoogleEdit(disputed, """{"summary":"Google"}""");
        await world.AppEditAsync(other, "title = 'Autre 2'");

        await (pushFirst ? world.PushAsync() : world.PullAsync());
        await world.PullAsync();
        await world.PushAsync();
        await world.ShouldBeQuietAsync();

        world.GoogleTitle(disputed).ShouldBe("Google");
        (await world.RowAsync(disputed)).Title.ShouldBe("App");
        world.GoogleTitle(other).ShouldBe("Autre 2");
        var conflict = (await world.ConflictsAsync()).ShouldHaveSingleItem();
        (conflict.Status, conflict.Winner).ShouldBe(("open", null));
        var waiting = (await world.QueueAsync()).ShouldHaveSingleItem();
        (waiting.EventId, waiting.Status).ShouldBe((disputed, "pending"));
        waiting.ErrorMessage.ShouldBe("waiting: a conflict of this event has to be decided");
        await world.PullAsync(full: true);
        (await TimesAskedAsync(world)).ShouldBe(1, "whoever meets the same question again says nothing new");
    }

    [Fact]
    public async Task Under_manual_an_edit_in_google_meanwhile_updates_the_same_question()
    {
        await using var world = await SyncWorld.CreateAsync(s => s["CONFLICT_POLICY"] = "manual");
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App'");
        world.GoogleEdit(id, """{"summary":"Google"}""");
        await world.PullAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));

        world.GoogleEdit(id, """{"summary":"Google 2"}""");
        await world.PullAsync();

        var conflict = (await world.ConflictsAsync()).ShouldHaveSingleItem();
        (conflict.App, conflict.Google).ShouldBe(("""{"title": "App"}""", """{"title": "Google 2"}"""));
        (await TimesAskedAsync(world)).ShouldBe(2, "another answer makes it another question");
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task Under_manual_a_full_listing_decides_nothing_either()
    {
        await using var world = await SyncWorld.CreateAsync(s => s["CONFLICT_POLICY"] = "manual");
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App'");
        world.GoogleDelete(id);
        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromMinutes(10));

        await world.PullAsync(full: true);
        await world.PushAsync();

        (await world.ConflictsAsync()).ShouldHaveSingleItem().Status.ShouldBe("open");
        world.GoogleTitles().ShouldBeEmpty();
        (await world.RowAsync(id)).DeletedAt.ShouldBeNull();
        await world.ShouldBeQuietAsync();
    }

    private static async Task<long> TimesAskedAsync(SyncWorld world) =>
        (await world.QueryAsync<long>("SELECT count(*) FROM google_calendar_sync_journal WHERE decision = 'held'")).Single();
}
