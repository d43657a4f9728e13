using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Faults;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Pages, dead tokens and full listings: nothing is lost, nothing comes back, and nothing is deleted that was only not shown.</summary>
public sealed class ListingStories
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_calendar_of_many_pages_arrives_whole(bool irregular)
    {
        await using var world = await SyncWorld.CreateAsync(emulatorOptions: new EmulatorOptions { PageSizeLimit = 3, IrregularPages = irregular });
        for (var i = 0; i < 20; i++)
        {
            world.GoogleInsert($"E{i:00}");
        }

        await world.PullAsync();
        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(Enumerable.Range(0, 20).Select(i => $"E{i:00}"));
        foreach (var e in world.GoogleEvents())
        {
            world.Person.Edit(world.Calendar, (string)e["id"]!, """{"location":"Salle"}""");
        }

        await world.PullAsync();
        (await world.RowsAsync()).ShouldAllBe(r => r.Location == "Salle");
        await world.SettleAsync();
    }

    [Theory]
    [InlineData(410)]
    [InlineData(400)]
    public async Task A_token_that_google_refuses_leads_to_a_full_listing_that_sweeps(int status)
    {
        await using var world = await SyncWorld.CreateAsync();
        for (var i = 0; i < 8; i++)
        {
            world.GoogleInsert($"E{i}");
        }

        await world.SettleAsync();
        var gone = world.GoogleEvents()[0];
        world.Person.Delete(world.Calendar, (string)gone["id"]!);
        world.Person.Edit(world.Calendar, (string)world.GoogleEvents()[0]["id"]!, """{"location":"Salle"}""");
        // The tombstone is purged too: only its absence tells.
        world.Google.PurgeTrash(world.Calendar);
        if (status == 400)
        {
            world.Google.Faults.Next("events.list", Fault.Error(400, "invalid", "Invalid sync token value."));
        }

        world.Google.Calls.Reset();
        await world.PullAsync();

        world.Google.Calls.Count("events.list").ShouldBe(2);
        (await world.RowsAsync()).Single(r => r.DeletedAt is not null).GoogleEventId.ShouldBe((string?)gone["id"]);
        (await world.RowsAsync()).Count(r => r.Location == "Salle").ShouldBe(1);
        await world.SettleAsync();
    }

    [Fact]
    public async Task A_token_that_dies_between_two_pages_starts_over()
    {
        await using var world = await SyncWorld.CreateAsync(emulatorOptions: new EmulatorOptions { PageSizeLimit = 3 });
        for (var i = 0; i < 9; i++)
        {
            world.GoogleInsert($"E{i}");
        }

        await world.SettleAsync();
        foreach (var e in world.GoogleEvents())
        {
            world.Person.Edit(world.Calendar, (string)e["id"]!, """{"location":"Salle"}""");
        }

        world.Google.Faults.Next(c => c.Method == "events.list" && c.Query["pageToken"] is not null, Fault.Meanwhile(() =>
        {
            world.Google.KillSyncTokens(world.Calendar);
            return ValueTask.CompletedTask;
        }));

        await world.PullAsync();

        (await world.RowsAsync()).ShouldAllBe(r => r.Location == "Salle" && r.DeletedAt == null);
        await world.SettleAsync();
    }

    [Fact]
    public async Task An_empty_listing_deletes_nothing()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.AppInsertAsync("A");
        world.GoogleInsert("B");
        await world.SettleAsync();
        world.Google.KillSyncTokens(world.Calendar);
        world.Time.Advance(TimeSpan.FromHours(1));
        using (world.Google.Faults.Script(static c => c.Method == "events.list" ? new Fault("empty") { Afterwards = static a => Pages.WithoutItems(a) } : null))
        {
            await world.PullAsync();
        }

        (await world.RowsAsync()).ShouldAllBe(r => r.DeletedAt == null);
        var held = (await world.ConflictsAsync()).ShouldHaveSingleItem();
        (held.Kind, held.Status).ShouldBe(("sweep", "open"));
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task A_great_loss_is_held_for_a_person()
    {
        await using var world = await SyncWorld.CreateAsync();
        for (var i = 0; i < 20; i++)
        {
            world.GoogleInsert($"E{i:00}");
        }

        await world.SettleAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        foreach (var e in world.GoogleEvents().Take(12))
        {
            world.Person.Delete(world.Calendar, (string)e["id"]!);
        }

        world.Google.PurgeTrash(world.Calendar);
        await world.PullAsync();

        (await world.RowsAsync()).ShouldAllBe(r => r.DeletedAt == null);
        (await world.ConflictsAsync()).ShouldHaveSingleItem().Kind.ShouldBe("sweep");
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task Unsynced_edits_survive_a_sweep_and_bring_their_event_back()
    {
        await using var world = await SyncWorld.CreateAsync();
        for (var i = 0; i < 5; i++)
        {
            world.GoogleInsert($"E{i}");
        }

        await world.SettleAsync();
        var row = (await world.RowsAsync())[0];
        var other = (await world.RowsAsync())[1];
        world.Person.Delete(world.Calendar, row.GoogleEventId!);
        world.Person.Delete(world.Calendar, other.GoogleEventId!);
        world.Google.PurgeTrash(world.Calendar);
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.AppEditAsync(row.Id, "title = 'Gardé'");

        await world.PullAsync();
        (await world.RowAsync(row.Id)).DeletedAt.ShouldBeNull();
        (await world.RowAsync(other.Id)).DeletedAt.ShouldNotBeNull();
        await world.SettleAsync();

        world.GoogleTitles().ShouldContain(t => t == "Gardé");
        (await world.ConflictsAsync()).ShouldHaveSingleItem().Winner.ShouldBe("app");
    }

    [Fact]
    public async Task What_both_sides_do_while_a_full_listing_runs_is_neither_lost_nor_swept()
    {
        await using var world = await SyncWorld.CreateAsync(emulatorOptions: new EmulatorOptions { PageSizeLimit = 2 });
        var edited = await world.AppInsertAsync("Base");
        for (var i = 0; i < 6; i++)
        {
            world.GoogleInsert($"E{i}");
        }

        await world.SettleAsync();
        var second = world.NewWorker();
        world.Google.KillSyncTokens(world.Calendar);
        var born = Guid.Empty;
        world.Google.Faults.Next(c => c.Method == "events.list" && c.Query["pageToken"] is not null, Fault.Meanwhile(async () =>
        {
            born = await world.AppInsertAsync("Né pendant");
            await world.AppEditAsync(edited, "title = 'Édité pendant'");
            await second.PushAsync();
            world.GoogleInsert("De Google pendant");
        }));

        await world.PullAsync();
        (await world.RowAsync(born)).DeletedAt.ShouldBeNull();
        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["De Google pendant", "E0", "E1", "E2", "E3", "E4", "E5", "Né pendant", "Édité pendant"]);
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_from_before_our_own_write_does_not_undo_it()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("v0");
        await world.SettleAsync();
        var second = world.NewWorker();
        world.GoogleEdit(id, """{"location":"Salle"}""");
        await world.AppEditAsync(id, "title = 'v1'");
        world.Google.Faults.Next("events.list", new Fault("overtaken")
        {
            After = async () =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(1));
                await second.PushAsync();
                await world.AppEditAsync(id, "title = 'v2'");
                await second.PushAsync();
            },
        });

        await world.PullAsync();

        var row = await world.RowAsync(id);
        (row.Title, row.Location).ShouldBe(("v2", "Salle"));
        await world.SettleAsync();
        world.GoogleTitle(id).ShouldBe("v2");
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_from_before_a_deletion_for_good_does_not_bring_the_row_back()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("v0");
        await world.SettleAsync();
        var second = world.NewWorker();
        world.GoogleEdit(id, """{"location":"Salle"}""");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        world.Google.Faults.Next("events.list", new Fault("overtaken")
        {
            After = async () =>
            {
                await world.AppPurgeAsync(id);
                await second.PushAsync();
            },
        });

        await world.PullAsync();

        (await world.RowsAsync()).ShouldBeEmpty();
        await world.SettleAsync();
        world.GoogleEvents().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_used_up_budget_goes_on_from_the_last_page()
    {
        await using var world = await SyncWorld.CreateAsync(
            emulatorOptions: new EmulatorOptions { PageSizeLimit = 2 },
            replace: services => services.AddSingleton(new CalendarSync.Core.SyncPolicy { ReadsAhead = false, PassBudget = TimeSpan.FromMinutes(1) }));
        for (var i = 0; i < 10; i++)
        {
            world.GoogleInsert($"E{i}");
        }

        using (world.Google.Faults.Script(c => c.Method == "events.list" ? new Fault("slow") { Before = () => Later(world) } : null))
        {
            await world.PullAsync();
            (await world.RowsAsync()).Count.ShouldBe(6);
            (await world.ValueAsync<bool>("SELECT page_token IS NOT NULL AND sync_token IS NULL FROM google_calendar_connections")).ShouldBeTrue();
            await world.PullAsync();
        }

        (await world.RowsAsync()).Count.ShouldBe(10);
        world.Google.Calls.Count("events.list").ShouldBe(5, "no page is read twice");
        await world.SettleAsync();

        static ValueTask Later(SyncWorld world)
        {
            world.Time.Advance(TimeSpan.FromSeconds(25));
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task A_listing_that_lags_behind_our_write_neither_deletes_nor_undoes_it()
    {
        await using var world = await SyncWorld.CreateAsync(emulatorOptions: new EmulatorOptions { ReadLag = TimeSpan.FromSeconds(20) });
        await world.PullAsync();
        var id = await world.AppInsertAsync("v0");
        await world.PushAsync();

        await world.PullAsync();
        await world.PullAsync(full: true);
        (await world.RowAsync(id)).DeletedAt.ShouldBeNull();
        await world.AppEditAsync(id, "title = 'v1'");
        await world.PushAsync();
        await world.PullAsync(full: true);

        (await world.RowAsync(id)).Title.ShouldBe("v1");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["v1"]);
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_was_purged_right_after_it_was_synced_is_missed_in_the_end()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.AppInsertAsync("Reste");
        var id = await world.AppInsertAsync("Part");
        await world.PullAsync();
        await world.PushAsync();
        world.GoogleDelete(id);
        world.Google.PurgeTrash(world.Calendar);

        await world.SettleAsync();

        (await world.RowAsync(id)).DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_full_listing_and_a_delta_give_the_same_rows()
    {
        await using var world = await SyncWorld.CreateAsync();
        var ids = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            ids.Add(world.GoogleInsert($"E{i}"));
        }

        await world.SettleAsync();
        world.Person.Delete(world.Calendar, ids[0]);
        world.Person.Edit(world.Calendar, ids[1], """{"summary":"Édité"}""");
        world.GoogleInsert("Nouveau");
        await world.PullAsync();
        var byDelta = await StateAsync();

        await world.PullAsync(full: true);

        (await StateAsync()).ShouldBe(byDelta);
        await world.SettleAsync();

        async Task<IReadOnlyList<string>> StateAsync() => [.. (await world.RowsAsync()).Select(r => $"{r.Id} {r.Title} {r.DeletedAt} {r.GoogleEtag} {r.Version}")];
    }
}
