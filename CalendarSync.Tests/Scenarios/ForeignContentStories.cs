using System.Text.Json.Nodes;

using CalendarSync.Local.Emulator;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Google holds more than the application knows, and sometimes stranger things: none of it is lost, none of it stops a calendar.</summary>
public sealed class ForeignContentStories
{
    [Fact]
    public async Task Guests_properties_and_conference_survive_an_edit_in_the_application()
    {
        await using var world = await SyncWorld.CreateAsync();
        var google = (string)world.Person.Insert(
            world.Calendar,
            """
            {"summary":"Réunion","start":{"dateTime":"2026-02-17T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-17T11:00:00+01:00","timeZone":"Europe/Paris"},
             "attendees":[{"email":"a@example.com","responseStatus":"accepted"},{"email":"b@example.com"}],"guestsCanModify":true,
             "extendedProperties":{"private":{"dossier":"42"},"shared":{"k":"v"}},"source":{"title":"t","url":"https://example.com/"}}
            """)["id"]!;
        await world.SettleAsync();
        var before = world.Google.Event(world.Calendar, google)!;
        var row = await world.RowAsync(google);

        await world.AppEditAsync(row.Id, "title = 'Réunion 2', color = '#dc2127'");
        await world.SettleAsync();

        var after = world.Google.Event(world.Calendar, google)!;
        ((string?)after["summary"], (string?)after["colorId"]).ShouldBe(("Réunion 2", "11"));
        foreach (var field in new[] { "attendees", "guestsCanModify", "extendedProperties", "source", "start", "end", "iCalUID", "organizer" })
        {
            JsonNode.DeepEquals(after[field], before[field]).ShouldBeTrue(field);
        }
    }

    [Fact]
    public async Task Answers_of_guests_are_no_edits_and_cost_no_conflict()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.AddAccount("paul@example.com", "Paul");
        var id = await world.AppInsertAsync("Base");
        await world.SettleAsync();
        world.GoogleEdit(id, """{"attendees":[{"email":"paul@example.com"}]}""");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App'");
        world.Google.User("paul@example.com").Respond(SyncWorld.GoogleId(id), "accepted");

        await world.PushAsync();
        await world.SettleAsync();

        world.GoogleTitle(id).ShouldBe("App");
        ((string?)world.GoogleEvent(id)!["attendees"]![0]!["responseStatus"]).ShouldBe("accepted");
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_guests_copy_is_not_written_and_the_queue_says_why()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.AddAccount("paul@example.com", "Paul");
        var invited = (string)world.Google.User("paul@example.com").Insert(
            "primary", """{"summary":"Invitation","start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"},"attendees":[{"email":"marie@example.com"}]}""")["id"]!;
        await world.SettleAsync();
        var row = await world.RowAsync(invited);
        world.Google.Calls.Reset();

        await world.AppEditAsync(row.Id, "title = 'À moi'");
        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0);
        var parked = (await world.QueueAsync()).ShouldHaveSingleItem();
        (parked.Status, parked.ErrorMessage).ShouldBe(("failed", "refused: guestCopy"));
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task Only_ordinary_events_become_rows()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.ChangeAccount(SyncWorld.Email, workspace: true);
        world.Person.Insert(world.Calendar, """{"summary":"Anniversaire","eventType":"birthday","visibility":"private","transparency":"transparent","recurrence":["RRULE:FREQ=YEARLY"],"start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""");
        world.GoogleInsert("Ordinaire");

        await world.SettleAsync();

        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["Ordinaire"]);
    }

    [Fact]
    public async Task All_day_events_keep_their_days_both_ways()
    {
        await using var world = await SyncWorld.CreateAsync();
        var mine = await world.AppAsync<Guid>(
            "INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date) VALUES (@Company, @User, 'Congé', true, '2026-03-28', '2026-03-31') RETURNING id",
            new { world.Company, world.User });
        var theirs = (string)world.Person.Insert(world.Calendar, """{"summary":"Salon","start":{"date":"2026-10-24"},"end":{"date":"2026-10-26"}}""")["id"]!;

        await world.SettleAsync();

        ((string?)world.GoogleEvent(mine)!["start"]!["date"], (string?)world.GoogleEvent(mine)!["end"]!["date"]).ShouldBe(("2026-03-28", "2026-03-31"));
        var row = await world.RowAsync(theirs);
        (row.AllDay, row.StartDate, row.EndDate, row.StartAt).ShouldBe((true, new DateOnly(2026, 10, 24), new DateOnly(2026, 10, 26), null));

        // A timed event becomes one of whole days, and back.
        await world.AppEditAsync(mine, "all_day = false, start_date = NULL, end_date = NULL, start_at = '2026-03-29T01:30:00Z', end_at = '2026-03-29T02:30:00Z', time_zone = 'Europe/Paris'");
        world.Person.Edit(world.Calendar, theirs, """{"start":{"date":null,"dateTime":"2026-10-25T02:30:00+01:00","timeZone":"Europe/Paris"},"end":{"date":null,"dateTime":"2026-10-25T03:30:00+01:00","timeZone":"Europe/Paris"}}""");
        await world.SettleAsync();
        (await world.RowAsync(theirs)).StartAt.ShouldBe(new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero));
        await world.AppEditAsync(mine, "all_day = true, start_date = '2026-04-01', end_date = '2026-04-02', start_at = NULL, end_at = NULL");
        await world.SettleAsync();
        ((string?)world.GoogleEvent(mine)!["start"]!["date"]).ShouldBe("2026-04-01");
    }

    [Fact]
    public async Task Reminders_colours_and_the_rest_go_both_ways()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.AppEditAsync(
            id,
            """
            color = '#5484ed', status = 'tentative', visibility = 'private', transparency = 'transparent', description = 'Note',
            reminders = '{"useDefault": false, "overrides": [{"method": "popup", "minutes": 10}, {"method": "email", "minutes": 1440}]}'
            """);
        await world.SettleAsync();
        world.GoogleEdit(id, """{"colorId":"2","status":"confirmed","visibility":"public","transparency":"opaque","reminders":{"useDefault":true,"overrides":null}}""");

        await world.SettleAsync();

        var row = await world.RowAsync(id);
        (row.Color, row.Status, row.Visibility, row.Transparency, row.Description).ShouldBe(("#7ae7bf", "confirmed", "public", null, "Note"));
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_colour_that_google_does_not_have_keeps_its_own_words()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.AppEditAsync(id, "color = '#cc0033'");
        await world.SettleAsync();
        world.GoogleEdit(id, """{"location":"Google"}""");

        await world.SettleAsync();

        (await world.RowAsync(id)).Color.ShouldBe("#cc0033");
        ((string?)world.GoogleEvent(id)!["colorId"]).ShouldBe("11");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tombstones_delete_whether_they_say_much_or_nothing(bool much)
    {
        await using var world = await SyncWorld.CreateAsync(
            emulatorOptions: new EmulatorOptions { Tombstones = much ? TombstoneDetail.Full : TombstoneDetail.Minimal });
        var known = world.GoogleInsert("A");
        await world.SettleAsync();
        world.Person.Delete(world.Calendar, known);
        world.Person.Delete(world.Calendar, world.GoogleInsert("Jamais vu"));

        await world.PullAsync();

        var row = (await world.RowsAsync()).ShouldHaveSingleItem();
        row.DeletedAt.ShouldNotBeNull();
        await world.SettleAsync();
    }
}
