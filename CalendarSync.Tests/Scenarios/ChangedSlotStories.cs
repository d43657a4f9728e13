using CalendarSync.Local.Emulator.Faults;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Rows that the application makes an occurrence of something else: of another slot, of another series, of none, or of one after all.</summary>
public sealed class ChangedSlotStories
{
    // What Google does of itself loses the exceptions; the application that moves their slots along keeps them.
    [Fact]
    public async Task Exceptions_and_holes_that_the_application_moves_along_with_their_series_are_kept()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=5");
        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        var hole = await AppExceptionAsync(world, series, 14, "Trou", "cancelled");
        await world.SettleAsync();

        await world.AppAsync(
            """
            UPDATE events SET start_at = start_at + interval '2 hours', end_at = end_at + interval '2 hours', original_start_at = original_start_at + interval '2 hours'
             WHERE id = @series OR series_id = @series
            """,
            new { series });
        await world.SettleAsync();

        Instances(world, series).ShouldBe(
        [
            "2026-02-23T12:00:00+01:00 Hebdo", "2026-03-02T12:00:00+01:00 Exception", "2026-03-16T12:00:00+01:00 Hebdo", "2026-03-23T12:00:00+01:00 Hebdo",
        ]);
        (await world.RowAsync(exception)).GoogleEventId.ShouldBe(SyncWorld.GoogleId(series) + "_20260302T110000Z");
        (await world.RowAsync(hole)).GoogleEventId.ShouldBe(SyncWorld.GoogleId(series) + "_20260309T110000Z");
        (await world.ConflictsAsync()).ShouldBeEmpty();
        await EndAsync(world);
    }

    [Fact]
    public async Task An_exception_that_becomes_an_event_of_its_own_leaves_a_hole()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        await world.SettleAsync();

        await world.AppEditAsync(exception, "series_id = NULL, original_start_at = NULL, title = 'À part'");
        await world.SettleAsync();

        Instances(world, series).Select(i => i[26..]).ShouldBe(["Hebdo", "Hebdo", "Hebdo"]);
        var row = await world.RowAsync(exception);
        (row.GoogleEventId, row.RecurringEventId, world.GoogleTitle(exception)).ShouldBe((SyncWorld.GoogleId(exception), null, "À part"));
        await EndAsync(world);
    }

    [Fact]
    public async Task An_event_that_becomes_an_exception_stands_in_its_slot_and_nowhere_else()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var theirs = await world.RowAsync(await InGoogleAsync(world));

        await world.AppAsync("UPDATE events SET series_id = @series, original_start_at = @at WHERE id = @Id", new { series, theirs.Id, at = Monday.AddDays(14) });
        await world.SettleAsync();

        Instances(world, series).Select(i => i[26..]).Order(StringComparer.Ordinal).ShouldBe(["Hebdo", "Hebdo", "Hebdo", "Rendez-vous"]);
        world.GoogleEvents().Count(e => (string?)e["summary"] == "Rendez-vous").ShouldBe(1);
        (await world.RowAsync(theirs.Id)).RecurringEventId.ShouldBe(SyncWorld.GoogleId(series));
        await EndAsync(world);
    }

    [Fact]
    public async Task An_exception_goes_from_one_series_to_another()
    {
        await using var world = await SyncWorld.CreateAsync();
        var first = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var second = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.AppEditAsync(second, "title = 'Autre'");
        var exception = await AppExceptionAsync(world, first, 7, "Exception");
        await world.SettleAsync();

        await world.AppAsync("UPDATE events SET series_id = @second WHERE id = @exception", new { second, exception });
        await world.SettleAsync();

        Instances(world, first).Select(i => i[26..]).ShouldBe(["Hebdo", "Hebdo", "Hebdo"]);
        Instances(world, second).Select(i => i[26..]).ShouldBe(["Autre", "Exception", "Autre", "Autre"]);
        await EndAsync(world);
    }

    // The person edits the occurrence that the row has just left: the later act wins, and nothing is lost unseen.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_row_leaves_behind_is_deleted_unless_a_person_edits_it_later(bool editedLater)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        await world.SettleAsync();
        var left = (await world.RowAsync(exception)).GoogleEventId!;

        void Edit() => world.Person.Edit(world.Calendar, left, """{"location":"Salle 9"}""");
        if (!editedLater)
        {
            Edit();
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await world.AppEditAsync(exception, "series_id = NULL, original_start_at = NULL, title = 'À part'");
        if (editedLater)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            Edit();
        }

        await world.PushAsync();
        await world.SettleAsync();

        Instances(world, series).Count.ShouldBe(editedLater ? 4 : 3);
        world.GoogleTitle(exception).ShouldBe("À part");
        (await world.ConflictsAsync()).ShouldHaveSingleItem().Winner.ShouldBe(editedLater ? "google" : "app");
        await EndAsync(world);
    }

    // Google's answer to an edit of the occurrence comes when the row is something else already.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_comes_after_the_row_has_left_its_occurrence_does_not_take_it_back(bool isLost)
    {
        await using var world = await SyncWorld.CreateAsync(replace: SyncWorld.Patient);
        var first = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var second = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var exception = await AppExceptionAsync(world, first, 7, "Exception");
        await world.SettleAsync();
        await world.AppEditAsync(exception, "location = 'Salle 2'");
        var gate = new Gate();
        world.Google.Faults.Next("events.update", (isLost ? Fault.LostAnswer() : new Fault("slow")) with { After = gate.PassAsync });
        var pushing = world.PushAsync();
        await gate.ReachedAsync();

        await world.AppAsync("UPDATE events SET series_id = @second WHERE id = @exception", new { second, exception });
        gate.Open();
        await pushing;
        await world.SettleAsync();

        Instances(world, first).Count.ShouldBe(3);
        Instances(world, second).Count.ShouldBe(4);
        var row = await world.RowAsync(exception);
        (row.GoogleEventId, row.Location).ShouldBe((SyncWorld.GoogleId(second) + "_20260302T090000Z", "Salle 2"));
        await EndAsync(world);
    }

    private static async Task<string> InGoogleAsync(SyncWorld world)
    {
        var id = (string)world.Person.Insert(
            world.Calendar, """{"summary":"Rendez-vous","start":{"dateTime":"2026-03-10T14:00:00Z"},"end":{"dateTime":"2026-03-10T15:00:00Z"}}""")["id"]!;
        await world.SettleAsync();
        return id;
    }
}
