using CalendarSync.Core;
using CalendarSync.Local.Emulator.Model;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

/// <summary>What the application may see and not change: types of events that Google manages, calendars that somebody only lets one read.</summary>
public sealed class ReadOnlyStories
{
    private const string Focus =
        """{"summary":"Concentration","eventType":"focusTime","start":{"dateTime":"2026-02-17T09:00:00Z"},"end":{"dateTime":"2026-02-17T10:00:00Z"},"focusTimeProperties":{"chatStatus":"doNotDisturb"}}""";

    [Theory]
    [InlineData("focusTime")]
    [InlineData("outOfOffice")]
    [InlineData("workingLocation")]
    [InlineData("birthday")]
    [InlineData("fromGmail")]
    public async Task Other_types_are_kept_out_unless_they_are_mirrored(string type)
    {
        var times = """ "start":{"dateTime":"2026-02-17T09:00:00Z"},"end":{"dateTime":"2026-02-17T10:00:00Z"} """;
        foreach (var mirrored in new[] { false, true })
        {
            await using var world = await SyncWorld.CreateAsync(replace: mirrored ? services => services.AddSingleton(new SyncPolicy { EventTypes = ["default", type] }) : null);
            world.Google.ChangeAccount(SyncWorld.Email, workspace: true);
            world.Person.Insert(world.Calendar, $$"""{"summary":"Autre","eventType":"{{type}}","transparency":"opaque","visibility":"public",{{times}}}""");
            world.GoogleInsert("Ordinaire");

            await world.PullAsync();

            (await world.RowsAsync()).Select(r => r.Title).ShouldBe(mirrored ? ["Autre", "Ordinaire"] : ["Ordinaire"]);
            await world.ShouldBeQuietAsync();
        }
    }

    [Fact]
    public async Task A_mirrored_event_follows_google_and_is_never_written_to()
    {
        await using var world = await SyncWorld.CreateAsync(replace: services => services.AddSingleton(new SyncPolicy { EventTypes = ["default", "focusTime"] }));
        world.Google.ChangeAccount(SyncWorld.Email, workspace: true);
        var googleId = (string)world.Person.Insert(world.Calendar, Focus)["id"]!;
        await world.PullAsync();
        var row = await world.RowAsync(googleId);
        world.Person.Edit(world.Calendar, googleId, """{"summary":"Très concentré"}""");
        await world.PullAsync();
        (await world.RowAsync(googleId)).Title.ShouldBe("Très concentré");

        world.Google.Calls.Reset();
        await world.AppEditAsync(row.Id, "title = 'Disponible'");
        await world.PushAsync();
        await world.AppDeleteAsync(row.Id);
        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0);
        var parked = (await world.QueueAsync()).ShouldHaveSingleItem();
        (parked.Status, parked.ErrorMessage).ShouldBe(("failed", "refused: managedEventType"));
        ((string?)world.Google.Event(world.Calendar, googleId)!["summary"]).ShouldBe("Très concentré");
        await world.ShouldBeQuietAsync();
    }

    [Theory]
    [InlineData("birthday", """ "recurrence":["RRULE:FREQ=YEARLY"],"start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"} """)]
    [InlineData("fromGmail", """ "start":{"dateTime":"2026-02-17T09:00:00Z"},"end":{"dateTime":"2026-02-17T10:00:00Z"} """)]
    public async Task What_google_itself_puts_into_the_calendar_is_mirrored_and_never_written_to(string type, string times)
    {
        await using var world = await SyncWorld.CreateAsync(settings => settings["MIRROR_EVENT_TYPES"] = "default," + type);
        var googleId = (string)world.Person.Insert(world.Calendar, $$"""{"summary":"De Google","eventType":"{{type}}","transparency":"transparent","visibility":"private",{{times}}}""")["id"]!;
        await world.PullAsync();
        var row = await world.RowAsync(googleId);
        world.Person.Edit(world.Calendar, googleId, """{"colorId":"3"}""");
        await world.PullAsync();
        (await world.RowAsync(googleId)).Color.ShouldBe("#dbadff", "what the person may change there is followed");
        var was = world.Google.Event(world.Calendar, googleId)!.ToJsonString();

        world.Google.Calls.Reset();
        await world.AppEditAsync(row.Id, "title = 'De l''application'");
        await world.PushAsync();
        await world.AppDeleteAsync(row.Id);
        await world.PushAsync();
        if (type is "birthday")
        {
            await world.AppAsync(
                """
                INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, series_id, original_start_date)
                SELECT @Company, @User, 'Fêté plus tard', true, '2027-02-20', '2027-02-21', id, '2027-02-17' FROM events WHERE google_event_id = @googleId
                """,
                new { world.Company, world.User, googleId });
            await world.AppEditAsync(row.Id, "deleted_at = NULL");
            await world.PushAsync();
        }

        world.Google.Calls.Writes.ShouldBe(0);
        (await world.QueueAsync()).Where(q => q.Status is not "completed").ShouldAllBe(q => q.Status == "failed" && q.ErrorMessage == "refused: managedEventType");
        world.Google.Event(world.Calendar, googleId)!.ToJsonString().ShouldBe(was);
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task A_calendar_that_is_only_shared_for_reading_goes_one_way()
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        world.Google.AddAccount("paul@example.com", "Paul");
        var shared = world.Google.AddCalendar("paul@example.com", "Équipe");
        world.Google.Share(shared, SyncWorld.Email, AccessRole.Reader);
        await world.ConnectAsync(shared, "equipe");
        var theirs = (string)world.Google.User("paul@example.com").Insert(
            shared, """{"summary":"Réunion","start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""")["id"]!;
        await world.PullAsync();
        (await world.ValueAsync<string>("SELECT access_role FROM google_calendar_connections")).ShouldBe("reader");
        world.Google.Calls.Reset();

        await world.AppEditAsync((await world.RowAsync(theirs)).Id, "title = 'Annulée'");
        var mine = await world.AppInsertAsync("La mienne", role: "equipe");
        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0, "Google need not be asked what it would say");
        (await world.QueueAsync()).Select(q => (q.Status, q.ErrorMessage)).ShouldBe([("failed", "refused: readOnlyCalendar"), ("failed", "refused: readOnlyCalendar")]);
        world.Google.LiveEvents(shared).Select(e => (string?)e["summary"]).ShouldBe(["Réunion"]);

        // Once one may write, the next edit takes everything along.
        world.Google.Share(shared, SyncWorld.Email, AccessRole.Writer);
        world.Google.User("paul@example.com").Edit(shared, theirs, """{"location":"Salle 2"}""");
        await world.PullAsync();
        await world.AppEditAsync(mine, "title = 'La mienne, enfin'");
        await world.AppEditAsync((await world.RowAsync(theirs)).Id, "description = 'Voir la note'");
        await world.SettleAsync();
        world.Google.LiveEvents(shared).Select(e => (string?)e["summary"]).Order(StringComparer.Ordinal).ShouldBe(["Annulée", "La mienne, enfin"]);
    }
}
