using CalendarSync.Local.Emulator.Faults;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Where an event goes, and what becomes of it while it has nowhere to go.</summary>
public sealed class RoutingStories
{
    [Fact]
    public async Task Without_a_connection_events_wait_with_a_reason_and_go_when_one_appears()
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        await world.AppInsertAsync("A");
        await world.AppInsertAsync("B", role: "perso");

        await world.PushAsync();

        (await world.QueueAsync()).Select(q => (q.Status, q.ErrorMessage)).ShouldBe(
        [
            ("pending", "waiting: the company has no enabled calendar connection"),
            ("pending", "waiting: no enabled calendar connection has this role"),
        ]);
        await world.ConnectAsync(role: "perso");
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["A", "B"]);
    }

    [Fact]
    public async Task Roles_route_to_their_calendars_and_name_what_comes_from_them()
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        var medecin = world.Google.AddCalendar(SyncWorld.Email, "Médecin");
        var perso = world.Google.AddCalendar(SyncWorld.Email, "Perso");
        await world.ConnectAsync(medecin, "medecin");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ConnectAsync(perso, "perso");
        await world.AppInsertAsync("Garde", role: "medecin");
        await world.AppInsertAsync("Vélo", role: "perso");
        await world.AppInsertAsync("Sans rôle");
        world.GoogleInsert("Cinéma");

        await world.SettleAsync();

        Titles(medecin).ShouldBe(["Garde", "Sans rôle"], "the oldest connection takes what has no role");
        Titles(perso).ShouldBe(["Cinéma", "Vélo"]);
        (await world.RowsAsync()).Single(r => r.Title == "Cinéma").Role.ShouldBe("perso");

        IEnumerable<string?> Titles(string calendar) => world.Google.LiveEvents(calendar).Select(e => (string?)e["summary"]).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_role_that_nobody_configured_waits_alone()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.AppInsertAsync("A", role: "inconnu");
        await world.AppInsertAsync("B");

        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["B"]);
        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldBe("waiting: no enabled calendar connection has this role");
    }

    [Fact]
    public async Task Two_companies_go_side_by_side_and_neither_waits_for_the_other()
    {
        await using var world = await SyncWorld.CreateAsync();
        var second = Guid.Parse("0c000000-0000-0000-0000-00000000c002");
        world.Google.AddAccount("paul@example.com", "Paul");
        await world.ConnectAsync("paul@example.com", company: second, account: "paul@example.com");
        await world.AppInsertAsync("De Marie");
        await world.AppInsertAsync("De Paul", company: second);
        using (world.Google.Faults.Script(c => c.Account == SyncWorld.Email ? Fault.Unavailable() : null))
        {
            await world.PushAsync();
            await world.PullAsync();
            world.GoogleTitles().ShouldBe(["De Paul"]);
            world.Google.LiveEvents(SyncWorld.Email).ShouldBeEmpty();
        }

        await world.SettleAsync();

        world.Google.LiveEvents(SyncWorld.Email).Select(e => (string?)e["summary"]).ShouldBe(["De Marie"]);
        (await world.QueryAsync<int>("SELECT count(DISTINCT company_id)::int FROM events")).ShouldBe([2]);
    }

    [Fact]
    public async Task A_direction_that_is_off_keeps_its_changes_until_it_is_on_again()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        var token = await world.ValueAsync<string>("SELECT sync_token FROM google_calendar_connections");

        await DirectionAsync("app_to_google");
        world.GoogleEdit(id, """{"location":"Google"}""");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.PullAsync();
        (await world.RowAsync(id)).Location.ShouldBeNull();
        (await world.ValueAsync<string>("SELECT sync_token FROM google_calendar_connections")).ShouldBe(token, "the token does not move");

        await DirectionAsync("google_to_app");
        await world.AppEditAsync(id, "title = 'App'");
        await world.PushAsync();
        world.GoogleTitle(id).ShouldBe("A");
        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldBe("waiting: this calendar only goes from Google to the application");
        await world.PullAsync();
        (await world.RowAsync(id)).Location.ShouldBe("Google");

        await DirectionAsync("bidirectional");
        await world.SettleAsync();
        world.GoogleTitle(id).ShouldBe("App");
        (await world.RowAsync(id)).Location.ShouldBe("Google");

        Task DirectionAsync(string direction) => world.AppAsync("UPDATE google_calendar_connections SET sync_direction = @direction", new { direction });
    }

    [Fact]
    public async Task A_calendar_file_that_switches_the_sync_off_keeps_both_sides_as_they_are_until_it_is_on_again()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        await using var off = world.NewWorker(services => services.AddSingleton(new CalendarSync.Core.SyncPolicy { Enabled = false }));
        await world.AppEditAsync(id, "title = 'B'");
        world.GoogleInsert("Nouveau");
        world.Google.Calls.Reset();

        await off.PushAsync();
        await off.PullAsync();

        world.Google.Calls.Total.ShouldBe(0);
        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["B"]);
        (await world.QueueAsync()).ShouldHaveSingleItem().Status.ShouldBe("pending");

        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["B", "Nouveau"]);
    }

    [Fact]
    public async Task The_file_says_how_often_a_calendar_without_a_channel_is_asked()
    {
        await using var world = await SyncWorld.CreateAsync(replace: services => services.AddSingleton(new CalendarSync.Core.SyncPolicy { PollInterval = TimeSpan.FromMinutes(30) }));
        await world.PullAsync();
        var changes = world.Services.GetRequiredService<CalendarSync.Core.GoogleToApp.GoogleChanges>();
        world.Time.Advance(TimeSpan.FromMinutes(10));
        world.Google.Calls.Reset();

        await changes.PollAsync(CancellationToken.None);
        world.Google.Calls.Total.ShouldBe(0);
        world.Time.Advance(TimeSpan.FromMinutes(20));
        await changes.PollAsync(CancellationToken.None);

        world.Google.Calls.Count("events.list").ShouldBe(1);
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task A_calendar_that_is_switched_off_keeps_its_queue()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        await world.AppAsync("UPDATE google_calendar_connections SET enabled = false");
        await world.AppEditAsync(id, "title = 'B'");
        await world.PushAsync();
        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldBe("waiting: the calendar is disconnected or switched off");

        await world.AppAsync("UPDATE google_calendar_connections SET enabled = true");
        await world.SettleAsync();
        world.GoogleTitle(id).ShouldBe("B");
    }

    [Fact]
    public async Task An_insert_without_an_answer_stays_with_its_calendar_when_another_one_takes_its_place()
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        var first = world.Google.AddCalendar(SyncWorld.Email, "Premier");
        await world.ConnectAsync(first, "a");
        await world.PullAsync();
        await world.AppInsertAsync("A");
        world.Google.Faults.Next("events.insert", Fault.LostAnswer());
        await world.PushAsync();
        await world.ConnectAsync(role: "b");
        await world.AppAsync("UPDATE google_calendar_connections SET created_at = created_at - interval '1 day' WHERE role = 'b'");
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.PushAsync();
        await world.SettleAsync();

        world.Google.LiveEvents(first).ShouldHaveSingleItem();
        world.Google.LiveEvents(SyncWorld.Email).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_is_deleted_while_nobody_knows_whether_it_arrived_leaves_nothing_in_google()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.AppAsync("UPDATE google_calendar_connections SET sync_direction = 'app_to_google'");
        var id = await world.AppInsertAsync("A");
        world.Google.Faults.Next("events.insert", Fault.LostAnswer());
        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.AppDeleteAsync(id);

        await world.SettleAsync();

        world.GoogleEvents().ShouldBeEmpty();
        (await world.QueueAsync()).ShouldBeEmpty();
    }
}
