using System.Text.Json.Nodes;

using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Scenarios;

/// <summary>The role of an event names its calendar: changing it moves the event, from either side, and it stays the same event.</summary>
public sealed class MoveStories : IAsyncLifetime
{
    private SyncWorld world = null!;
    private string medecin = "";
    private string perso = "";

    public async Task InitializeAsync()
    {
        world = await SyncWorld.CreateAsync(connected: false);
        medecin = world.Google.AddCalendar(SyncWorld.Email, "Médecin");
        perso = world.Google.AddCalendar(SyncWorld.Email, "Perso");
        await world.ConnectAsync(perso, "perso");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ConnectAsync(medecin, "medecin");
        await world.PullAsync();
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Another_role_moves_the_event_with_one_call()
    {
        var id = await MadeAsync("medecin");
        world.Person.Edit(medecin, SyncWorld.GoogleId(id), """{"attendees":[{"email":"guest@example.com"}]}""");
        await world.SettleAsync();
        world.Google.Calls.Reset();

        await world.AppEditAsync(id, "role = 'perso'");
        await world.PushAsync();

        (world.Google.Calls.Total, world.Google.Calls.Count("events.move"), world.Google.Calls.Units).ShouldBe((1, 1, 1));
        await IsInAsync(id, perso, "perso");
        world.Google.Event(perso, SyncWorld.GoogleId(id))!["attendees"]!.AsArray().Count.ShouldBe(1, "the same event, with its guests");
        await world.SettleAsync();
        await IsInAsync(id, perso, "perso");
        (await world.RowsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Fields_that_changed_with_the_role_follow_in_an_update()
    {
        var id = await MadeAsync("medecin");
        world.Google.Calls.Reset();

        await world.AppEditAsync(id, "role = 'perso', title = 'Autre'");
        await world.PushAsync();

        (world.Google.Calls.Total, world.Google.Calls.Count("events.move"), world.Google.Calls.Count("events.update")).ShouldBe((2, 1, 1));
        ((string?)world.Google.Event(perso, SyncWorld.GoogleId(id))!["summary"]).ShouldBe("Autre");
        await world.SettleAsync();
        await IsInAsync(id, perso, "perso");
    }

    [Fact]
    public async Task There_and_back_before_anybody_looks_costs_nothing()
    {
        var id = await MadeAsync("medecin");
        world.Google.Calls.Reset();

        await world.AppEditAsync(id, "role = 'perso'");
        await world.AppEditAsync(id, "role = 'medecin'");
        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0);
        await world.SettleAsync();
        await IsInAsync(id, medecin, "medecin");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_move_without_an_answer_is_found_again(bool pulledFirst)
    {
        var id = await MadeAsync("medecin");
        await world.AppEditAsync(id, "role = 'perso'");
        world.Google.Faults.Next("events.move", Fault.LostAnswer());
        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromMinutes(20));
        if (pulledFirst)
        {
            // The calendar that it left says that it is cancelled there: that is no deletion.
            await world.PullAsync();
            (await world.RowAsync(id)).DeletedAt.ShouldBeNull();
        }

        await world.PushAsync();

        world.Google.Calls.Count("events.move").ShouldBe(1);
        await world.SettleAsync();
        await IsInAsync(id, perso, "perso");
        (await world.RowsAsync()).ShouldHaveSingleItem().DeletedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_move_without_an_answer_and_then_the_first_role_again_ends_where_the_role_says()
    {
        var id = await MadeAsync("medecin");
        await world.AppEditAsync(id, "role = 'perso'");
        world.Google.Faults.Next("events.move", Fault.LostAnswer());
        await world.PushAsync();
        await world.AppEditAsync(id, "role = 'medecin', title = 'Encore'");
        world.Time.Advance(TimeSpan.FromMinutes(20));

        await world.SettleAsync();

        await IsInAsync(id, medecin, "medecin");
        ((string?)world.Google.Event(medecin, SyncWorld.GoogleId(id))!["summary"]).ShouldBe("Encore");
    }

    [Fact]
    public async Task An_edit_in_doubt_is_settled_where_it_was_sent_before_the_event_moves()
    {
        var id = await MadeAsync("medecin");
        await world.AppEditAsync(id, "title = 'B'");
        world.Google.Faults.Next("events.update", Fault.LostAnswer());
        await world.PushAsync();
        await world.AppEditAsync(id, "role = 'perso', location = 'Ici'");
        world.Time.Advance(TimeSpan.FromMinutes(20));

        await world.PushAsync();
        await world.SettleAsync();

        await IsInAsync(id, perso, "perso");
        var e = world.Google.Event(perso, SyncWorld.GoogleId(id))!;
        ((string?)e["summary"], (string?)e["location"]).ShouldBe(("B", "Ici"));
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edit_in_google_meets_the_move_and_survives()
    {
        var id = await MadeAsync("medecin");
        await world.AppEditAsync(id, "role = 'perso', title = 'App'");
        world.Person.Edit(medecin, SyncWorld.GoogleId(id), """{"location":"Google"}""");

        await world.PushAsync();
        await world.SettleAsync();

        await IsInAsync(id, perso, "perso");
        var row = await world.RowAsync(id);
        (row.Title, row.Location).ShouldBe(("App", "Google"));
    }

    [Fact]
    public async Task What_was_deleted_in_google_is_not_moved()
    {
        var id = await MadeAsync("medecin");
        world.Person.Delete(medecin, SyncWorld.GoogleId(id));
        world.Google.PurgeTrash(medecin);
        await world.AppEditAsync(id, "role = 'perso'");

        await world.PushAsync();
        await world.SettleAsync();

        (await world.RowAsync(id)).DeletedAt.ShouldNotBeNull();
        world.Google.LiveEvents(perso).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_moves_an_event_and_the_row_follows_with_its_role(bool destinationFirst)
    {
        // Which calendar is pulled first depends on who was pulled last.
        var (from, to, role) = destinationFirst ? (perso, medecin, "medecin") : (medecin, perso, "perso");
        var id = await MadeAsync(destinationFirst ? "perso" : "medecin");
        world.Person.Move(from, SyncWorld.GoogleId(id), to);

        await world.SettleAsync();

        (await world.RowsAsync()).ShouldHaveSingleItem().DeletedAt.ShouldBeNull();
        await IsInAsync(id, to, role);
        await world.AppEditAsync(id, "title = 'Après'");
        await world.SettleAsync();
        ((string?)world.Google.Event(to, SyncWorld.GoogleId(id))!["summary"]).ShouldBe("Après");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edit_that_does_not_know_of_a_person_s_move_follows_the_event(bool editedThere)
    {
        var id = await MadeAsync("medecin");
        world.Person.Move(medecin, SyncWorld.GoogleId(id), perso);
        if (editedThere)
        {
            world.Person.Edit(perso, SyncWorld.GoogleId(id), """{"location":"Google"}""");
        }

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.AppEditAsync(id, "title = 'App'");
        await world.PushAsync();
        await world.PushAsync();

        ((string?)world.Google.Event(perso, SyncWorld.GoogleId(id))!["summary"]).ShouldBe("App");
        world.Google.LiveEvents(medecin).ShouldBeEmpty();
        await world.SettleAsync();
        await IsInAsync(id, perso, "perso");
        (await world.RowAsync(id)).Location.ShouldBe(editedThere ? "Google" : null);
        (await world.RowsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_series_moves_with_its_exceptions()
    {
        var start = world.Time.GetUtcNow().AddDays(1);
        var body = EventBody.Timed("S", start, start.AddHours(1));
        body["recurrence"] = new JsonArray("RRULE:FREQ=DAILY;COUNT=5");
        var series = (string)world.Person.Insert(medecin, body)["id"]!;
        world.Person.EditInstance(medecin, series, start.AddDays(1), new JsonObject { ["summary"] = "Exception" });
        await world.SettleAsync();
        var id = (await world.RowAsync(series)).Id;
        world.Google.Calls.Reset();

        await world.AppEditAsync(id, "role = 'perso'");
        await world.PushAsync();
        world.Google.Calls.Total.ShouldBe(1);
        await world.SettleAsync();

        (await world.RowsAsync()).Select(r => (r.Title, r.GoogleCalendarId, r.DeletedAt)).ShouldBe([("Exception", perso, null), ("S", perso, null)]);
        world.Google.LiveEvents(perso).Count.ShouldBe(2);
        world.Google.LiveEvents(medecin).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_calendar_of_another_account_is_refused_with_the_reason()
    {
        world.Google.AddAccount("paul@example.com", "Paul");
        await world.ConnectAsync("paul@example.com", role: "paul", account: "paul@example.com");
        var id = await MadeAsync("medecin");

        await world.AppEditAsync(id, "role = 'paul'");
        await world.PushAsync();

        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldBe("refused: calendarOfAnotherAccount");
        (await world.RowAsync(id)).DeletedAt.ShouldBeNull();
        world.Google.LiveEvents(medecin).Count.ShouldBe(1);

        await world.AppEditAsync(id, "role = 'medecin'");
        await world.SettleAsync();
        await IsInAsync(id, medecin, "medecin");
    }

    [Fact]
    public async Task A_guest_s_copy_of_an_event_is_an_event_of_its_own()
    {
        world.Google.AddAccount("paul@example.com", "Paul");
        await world.ConnectAsync("paul@example.com", role: "paul", account: "paul@example.com");
        var id = await MadeAsync("medecin");
        world.Person.Edit(medecin, SyncWorld.GoogleId(id), """{"attendees":[{"email":"paul@example.com"}]}""");

        await world.SettleAsync();

        (await world.RowsAsync()).Select(r => r.GoogleCalendarId).Order(StringComparer.Ordinal).ShouldBe(new[] { medecin, "paul@example.com" }.Order(StringComparer.Ordinal));
    }

    private async Task<Guid> MadeAsync(string role)
    {
        var id = await world.AppInsertAsync("A", role: role);
        await world.SettleAsync();
        return id;
    }

    private async Task IsInAsync(Guid id, string calendar, string role)
    {
        var row = await world.RowAsync(id);
        (row.GoogleCalendarId, row.GoogleEventId, row.Role, row.DeletedAt).ShouldBe((calendar, SyncWorld.GoogleId(id), role, null));
        world.Google.LiveEvents(calendar).Select(e => (string?)e["id"]).ShouldBe([SyncWorld.GoogleId(id)]);
        world.Google.LiveEvents(string.Equals(calendar, perso, StringComparison.Ordinal) ? medecin : perso).ShouldBeEmpty();
    }
}
