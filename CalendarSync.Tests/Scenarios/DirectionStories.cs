using CalendarSync.Local.Emulator.Model;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>A calendar goes one way for a while, by its configuration or because the account may only read it; what happened meanwhile is made up for, once.</summary>
public sealed class DirectionStories
{
    [Fact]
    public async Task Everything_that_waited_while_the_application_was_not_heard_goes_to_google_once_it_is()
    {
        await using var world = await SyncWorld.CreateAsync();
        var edited = await world.AppInsertAsync("Modifié");
        var deleted = await world.AppInsertAsync("Supprimé");
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();
        await DirectionAsync(world, "google_to_app");

        await world.AppEditAsync(edited, "title = 'Modifié deux fois'");
        await world.AppEditAsync(edited, "location = 'Salle 2'");
        await world.AppDeleteAsync(deleted);
        await world.AppInsertAsync("Nouveau");
        await AppExceptionAsync(world, series, 7, "Exception");
        await AppExceptionAsync(world, series, 14, "Trou", "cancelled");
        world.GoogleInsert("De Google");
        world.GoogleEdit(edited, """{"description":"Note"}""");
        world.Google.Calls.Reset();
        await world.PushAsync();
        await world.PullAsync();

        world.Google.Calls.Writes.ShouldBe(0);
        (await world.QueueAsync()).ShouldAllBe(q => q.Status == "pending" && q.ErrorMessage == "waiting: this calendar only goes from Google to the application");
        (await LiveTitlesAsync(world)).ShouldContain("De Google", StringComparer.Ordinal);
        await world.ShouldBeQuietAsync();

        await DirectionAsync(world, "bidirectional");
        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["De Google", "Exception", "Hebdo", "Modifié deux fois", "Nouveau"]);
        world.Google.Calls.Writes.ShouldBe(5, "one call for each event, however many edits");
        Instances(world, series).Count.ShouldBe(3);
        (await world.RowAsync(edited)).Description.ShouldBe("Note");
        await EndAsync(world);
    }

    [Fact]
    public async Task Everything_that_happened_while_google_was_not_heard_comes_once_it_is()
    {
        await using var world = await SyncWorld.CreateAsync();
        var edited = await world.AppInsertAsync("Modifié");
        var deleted = await world.AppInsertAsync("Supprimé");
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();
        await DirectionAsync(world, "app_to_google");

        world.GoogleEdit(edited, """{"summary":"Modifié dans Google"}""");
        world.GoogleDelete(deleted);
        world.GoogleInsert("De Google");
        world.Person.EditInstance(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(7), Json("""{"summary":"Exception"}"""));
        world.Person.CancelInstance(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(14));
        await world.AppInsertAsync("De l'application");
        var before = await LiveTitlesAsync(world);
        await world.PullAsync();
        await world.PushAsync();

        (await LiveTitlesAsync(world)).ShouldBe(before);
        world.GoogleTitles().ShouldContain("De l'application", StringComparer.Ordinal);
        await world.ShouldBeQuietAsync();

        await DirectionAsync(world, "bidirectional");
        await world.SettleAsync();

        (await LiveTitlesAsync(world)).ShouldBe(["De Google", "De l'application", "Exception", "Hebdo", "Modifié dans Google"]);
        (await world.ConflictsAsync()).ShouldBeEmpty();
        await EndAsync(world);
    }

    // Nobody configures it: Google says with every listing what the account may do there.
    [Fact]
    public async Task A_calendar_that_may_only_be_read_for_a_while_is_written_again_afterwards()
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        world.Google.AddAccount("paul@example.com", "Paul");
        var paul = world.Google.User("paul@example.com");
        var shared = world.Google.AddCalendar("paul@example.com", "Équipe");
        world.Google.Share(shared, SyncWorld.Email, AccessRole.Writer);
        await world.ConnectAsync(shared, "equipe");
        var id = await world.AppInsertAsync("A", role: "equipe");
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=3");
        await world.SettleAsync();

        world.Google.Share(shared, SyncWorld.Email, AccessRole.Reader);
        await world.PullAsync();
        await world.AppEditAsync(id, "title = 'B'");
        await AppExceptionAsync(world, series, 7, "Exception");
        paul.Edit(shared, SyncWorld.GoogleId(id), """{"location":"Salle 2"}""");
        world.Google.Calls.Reset();
        await world.PushAsync();
        await world.PullAsync();

        world.Google.Calls.Writes.ShouldBe(0);
        (await world.QueueAsync()).ShouldAllBe(q => q.Status == "failed" && q.ErrorMessage == "refused: readOnlyCalendar");
        ((await world.RowAsync(id)).Title, (await world.RowAsync(id)).Location).ShouldBe(("B", "Salle 2"), "Google is followed all the same");
        await world.ShouldBeQuietAsync();

        world.Google.Share(shared, SyncWorld.Email, AccessRole.Writer);
        await world.PullAsync();
        await world.QueryAsync<int>("UPDATE google_calendar_sync_queue SET status = 'pending', next_attempt_at = created_at WHERE status = 'failed' RETURNING 1");
        await world.SettleAsync();

        world.Google.LiveEvents(shared).Select(e => (string?)e["summary"]).Order(StringComparer.Ordinal).ShouldBe(["B", "Exception", "Hebdo"]);
        (await world.QueueAsync()).ShouldBeEmpty();
        await EndAsync(world);
    }

    private static Task DirectionAsync(SyncWorld world, string direction) =>
        world.AppAsync("UPDATE google_calendar_connections SET sync_direction = @direction", new { direction });
}
