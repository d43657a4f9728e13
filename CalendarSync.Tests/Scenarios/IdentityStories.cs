using CalendarSync.Core.Google;
using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Whatever Google says of an id, there is one event for one row.</summary>
public sealed class IdentityStories
{
    [Fact]
    public async Task An_edit_in_google_between_our_read_and_our_write_is_merged_not_overwritten()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App'");
        world.Google.Faults.Next("events.update", Fault.Meanwhile(() =>
        {
            world.GoogleEdit(id, """{"location":"Google"}""");
            return ValueTask.CompletedTask;
        }));
        world.Google.Calls.Reset();

        await world.PushAsync();

        // Refused, read, written.
        world.Google.Calls.Total.ShouldBe(3);
        (await world.RowAsync(id)).Location.ShouldBe("Google");
        world.GoogleTitle(id).ShouldBe("App");
        await world.SettleAsync();
    }

    [Fact]
    public async Task A_deletion_meets_an_edit_that_it_has_not_seen()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppDeleteAsync(id);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Google.Faults.Next("events.delete", Fault.Meanwhile(() =>
        {
            world.GoogleEdit(id, """{"summary":"Plus tard"}""");
            return ValueTask.CompletedTask;
        }));

        await world.PushAsync();

        (await world.RowAsync(id)).Title.ShouldBe("Plus tard");
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["Plus tard"]);
    }

    [Fact]
    public async Task An_insert_that_had_arrived_before_is_adopted()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("Base");
        // Somebody has put the event there under its id, and nobody told the row.
        world.Person.Insert(world.Calendar, System.Text.Json.Nodes.JsonNode.Parse(
            $$$"""{"id":"{{{SyncWorld.GoogleId(id)}}}","summary":"Base","start":{"dateTime":"2026-02-17T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-17T11:00:00+01:00","timeZone":"Europe/Paris"}}""")!.AsObject());

        await world.PushAsync();

        world.GoogleTitles().ShouldBe(["Base"]);
        (await world.RowAsync(id)).GoogleEventId.ShouldBe(SyncWorld.GoogleId(id));
        await world.SettleAsync();
    }

    [Fact]
    public async Task An_insert_that_had_arrived_and_was_edited_since_loses_neither_edit()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("Base", "Cabinet");
        world.Google.Faults.Next("events.insert", Fault.LostAnswer(503));
        await world.PushAsync();
        world.GoogleEdit(id, """{"location":"Google"}""");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.AppEditAsync(id, "title = 'App'");

        await world.PushAsync();
        await world.SettleAsync();

        // Without an answer nobody knows what was agreed: where the sides differ the later act wins, and the other is kept.
        var row = await world.RowAsync(id);
        row.Title.ShouldBe("App");
        var kept = (await world.ConflictsAsync()).ShouldHaveSingleItem();
        $"{row.Location} {kept.Google}".ShouldContain("Google");
    }

    [Fact]
    public async Task A_cancelled_namesake_comes_back_to_life_as_the_new_row_says()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Ancien");
        await world.SettleAsync();
        await world.AppPurgeAsync(id);
        await world.SettleAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.AppAsync(
            "INSERT INTO events (id, company_id, user_id, title, start_at, end_at) VALUES (@id, @Company, @User, 'Nouveau', @start, @start + interval '1 hour')",
            new { id, world.Company, world.User, start = world.Time.GetUtcNow() });
        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["Nouveau"]);
        (await world.RowAsync(id)).GoogleEventId.ShouldBe(SyncWorld.GoogleId(id));
    }

    [Fact]
    public async Task An_id_that_google_has_purged_gives_way_to_its_next_generation()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Ancien");
        await world.SettleAsync();
        await world.AppPurgeAsync(id);
        await world.SettleAsync();
        world.Google.PurgeTrash(world.Calendar);
        await world.AppAsync(
            "INSERT INTO events (id, company_id, user_id, title, start_at, end_at) VALUES (@id, @Company, @User, 'Nouveau', @start, @start + interval '1 hour')",
            new { id, world.Company, world.User, start = world.Time.GetUtcNow() });

        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["Nouveau"]);
        (await world.RowAsync(id)).GoogleEventId.ShouldBe(EventIds.Derive(id, 1));
    }

    [Fact]
    public async Task A_deleted_event_that_google_has_purged_is_revived_under_the_next_id()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        world.GoogleDelete(id);
        await world.SettleAsync();
        world.Google.PurgeTrash(world.Calendar);

        await world.AppEditAsync(id, "deleted_at = NULL");
        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["Base"]);
        (await world.RowAsync(id)).GoogleEventId.ShouldBe(EventIds.Derive(id, 1));
    }

    [Fact]
    public async Task An_edit_of_an_event_that_google_has_purged_brings_it_back_under_the_next_id()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppAsync("UPDATE google_calendar_connections SET sync_direction = 'app_to_google'");
        world.GoogleDelete(id);
        world.Google.PurgeTrash(world.Calendar);
        await world.AppEditAsync(id, "title = 'App'");

        await world.PushAsync();
        world.GoogleEvents().ShouldBeEmpty("one 404 is not believed");
        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["App"]);
        (await world.RowsAsync()).ShouldHaveSingleItem().GoogleEventId.ShouldBe(EventIds.Derive(id, 1));
    }

    [Fact]
    public async Task A_refusal_of_a_living_event_stays_a_refusal()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App'");
        using (world.Google.Faults.Script(static c => c.Method == "events.update" ? Fault.Forbidden() : null))
        {
            for (var i = 0; i < 9; i++)
            {
                await world.PushAsync();
                world.Time.Advance(TimeSpan.FromMinutes(16));
            }
        }

        var parked = (await world.QueueAsync()).ShouldHaveSingleItem();
        (parked.Status, parked.RetryCount, parked.ErrorMessage).ShouldBe(("failed", 8, "Google answered 403 forbidden"));
        world.GoogleTitles().ShouldBe(["Base"]);
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task Deleting_what_google_has_forgotten_is_done()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        world.GoogleDelete(id);
        world.Google.PurgeTrash(world.Calendar);
        await world.AppDeleteAsync(id);

        await world.PushAsync();

        (await world.QueueAsync()).ShouldBeEmpty();
        await world.SettleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Our_own_event_that_a_listing_shows_before_its_link_is_stored_is_linked_not_doubled(bool full)
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("Base");
        world.Google.Faults.Next("events.insert", Fault.ResetAfter());
        await world.PushAsync();
        (await world.RowAsync(id)).GoogleEventId.ShouldBeNull();

        await world.PullAsync(full);

        (await world.RowsAsync()).ShouldHaveSingleItem().GoogleEventId.ShouldBe(SyncWorld.GoogleId(id));
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["Base"]);
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Our_own_event_under_its_next_id_that_a_listing_shows_before_the_answer_is_linked_not_doubled()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        world.GoogleDelete(id);
        await world.SettleAsync();
        world.Google.PurgeTrash(world.Calendar);
        await world.AppEditAsync(id, "deleted_at = NULL");
        world.Google.Faults.Next("events.insert", Fault.LostAnswer());
        await world.PushAsync();
        world.GoogleTitles().ShouldBe(["Base"]);

        await world.PullAsync();

        (await world.RowsAsync()).ShouldHaveSingleItem().GoogleEventId.ShouldBe(EventIds.Derive(id, 1));
        await world.SettleAsync();
    }

    [Fact]
    public async Task Our_own_event_that_a_webhook_brings_while_its_insert_is_under_way_is_linked_not_doubled()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var second = world.NewWorker();
        var id = await world.AppInsertAsync("Base");
        world.Google.Faults.Next("events.insert", new Fault("webhook overtakes the answer") { After = async () => await second.PullAsync() });

        await world.PushAsync();

        (await world.RowsAsync()).ShouldHaveSingleItem().Id.ShouldBe(id);
        await world.SettleAsync();
    }

    [Fact]
    public async Task Another_calendars_event_with_the_same_id_is_another_event()
    {
        await using var world = await SyncWorld.CreateAsync();
        var other = world.Google.AddCalendar(SyncWorld.Email, "Perso");
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        await world.ConnectAsync(other, "perso");
        world.Person.Insert(other, System.Text.Json.Nodes.JsonNode.Parse(
            $$$"""{"id":"{{{SyncWorld.GoogleId(id)}}}","summary":"Autre","start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""")!.AsObject());

        await world.SettleAsync();

        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["Autre", "Base"]);
    }
}
