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
