using CalendarSync.Local.Emulator.Faults;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>What the application says of one occurrence meets what a person says of it, or of the whole series.</summary>
public sealed class OccurrenceMeetingStories
{
    // The row is gone for good, and a person edits the occurrence later: it comes back as a row of its series.
    [Fact]
    public async Task An_exception_whose_row_is_gone_and_that_a_person_edits_later_is_an_exception_again()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        await world.SettleAsync();
        var googleId = (await world.RowAsync(exception)).GoogleEventId!;

        await world.AppPurgeAsync(exception);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Person.Edit(world.Calendar, googleId, """{"location":"Salle 9"}""");
        await world.PushAsync();
        await world.SettleAsync();

        (await world.RowAsync(googleId)).ShouldSatisfyAllConditions(r => r.SeriesId.ShouldBe(series), r => r.Location.ShouldBe("Salle 9"));
        await EndAsync(world);
    }

    // Google leaves a hole where an exception was deleted; the row that is gone for good comes back as one.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_whose_row_goes_for_good_leaves_a_hole_on_both_sides(bool withItsSeries)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        await AppExceptionAsync(world, series, 14, "Trou", "cancelled");
        await world.SettleAsync();

        await world.AppAsync("DELETE FROM events WHERE id = @exception OR (@withItsSeries AND id IN (SELECT id FROM events WHERE id = @series OR series_id = @series))", new { exception, series, withItsSeries });
        await world.SettleAsync();

        if (withItsSeries)
        {
            (await world.RowsAsync()).ShouldBeEmpty("of a series that is gone nothing comes back");
        }
        else
        {
            Instances(world, series).Count.ShouldBe(2);
        }

        await EndAsync(world);
    }

    [Fact]
    public async Task An_exception_edited_in_google_after_the_app_made_it_is_one_event()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();
        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        await world.SettleAsync();
        var row = await world.RowAsync(exception);

        world.Person.Edit(world.Calendar, row.GoogleEventId!, """{"location":"Salle 3"}""");
        await world.SettleAsync();

        (await world.RowAsync(exception)).Location.ShouldBe("Salle 3");
        (await world.RowsAsync()).Count.ShouldBe(2);
    }

    // A person cancels what the application has just given other words, and the other way round; the later act wins, as for any event.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_occurrence_cancelled_on_one_side_and_changed_on_the_other_ends_alike(bool cancelledInApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();

        if (cancelledInApp)
        {
            world.Person.EditInstance(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(7), Json("""{"summary":"Maintenu"}"""));
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await AppExceptionAsync(world, series, 7, "Trou", "cancelled");
        }
        else
        {
            world.Person.CancelInstance(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(7));
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await AppExceptionAsync(world, series, 7, "Maintenu");
        }

        await world.SettleAsync();

        Instances(world, series).Count.ShouldBe(cancelledInApp ? 3 : 4);
        await EndAsync(world);
    }

    // The person edits the series, later than the application one occurrence of it. Nobody in Google has touched that occurrence: it is as the application says.
    [Theory]
    [InlineData("last-write-wins")]
    [InlineData("google-wins")]
    [InlineData("manual")]
    public async Task An_occurrence_changed_or_cancelled_in_the_app_stands_against_a_later_edit_of_its_series_in_google(string policy)
    {
        await using var world = await SyncWorld.CreateAsync(settings => settings["CONFLICT_POLICY"] = policy);
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();

        await AppExceptionAsync(world, series, 7, "Trou", "cancelled");
        await AppExceptionAsync(world, series, 14, "Exception");
        world.Time.Advance(TimeSpan.FromMinutes(5));
        world.GoogleEdit(series, """{"summary":"Renommé","location":"Salle 2"}""");
        await world.PushAsync();
        await world.SettleAsync();

        Instances(world, series).ShouldBe(["2026-02-23T10:00:00+01:00 Renommé", "2026-03-09T10:00:00+01:00 Exception", "2026-03-16T10:00:00+01:00 Renommé"]);
        (await world.ConflictsAsync()).ShouldBeEmpty();
        await EndAsync(world);
    }

    // The series' own edit was sent and its answer lost: what the occurrence says then is our own word, and nobody's edit.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_occurrence_waits_until_it_is_known_what_became_of_an_edit_of_its_series(bool hasArrived)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();
        await world.AppEditAsync(series, "location = 'Salle 5', start_at = start_at + interval '1 hour', end_at = end_at + interval '1 hour'");
        await world.AppAsync(
            """
            INSERT INTO events (company_id, user_id, title, series_id, original_start_at, status) VALUES (@Company, @User, 'Trou', @series, @at, 'cancelled');
            INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, series_id, original_start_at)
            VALUES (@Company, @User, 'Exception', @other, @other + interval '1 hour', 'Europe/Paris', @series, @other)
            """,
            new { world.Company, world.User, series, at = Monday.AddDays(7).AddHours(1), other = Monday.AddDays(14).AddHours(1) });
        world.Google.Faults.Next("events.update", hasArrived ? Fault.LostAnswer() : Fault.Unavailable());

        await world.PushAsync();
        (await world.QueueAsync()).Count(q => q.ErrorMessage == "waiting: its series is not in Google yet").ShouldBe(2);
        await world.SettleAsync();

        Instances(world, series).ShouldBe(["2026-02-23T11:00:00+01:00 Hebdo", "2026-03-09T11:00:00+01:00 Exception", "2026-03-16T11:00:00+01:00 Hebdo"]);
        (await world.ConflictsAsync()).ShouldBeEmpty();
        await EndAsync(world);
    }

    // The app and the person change the same occurrence before either side has heard of the other.
    [Fact]
    public async Task One_occurrence_changed_on_both_sides_at_once_is_one_exception()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();

        await AppExceptionAsync(world, series, 7, "De l'application");
        world.Person.EditInstance(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(7), Json("""{"location":"Salle 9"}"""));
        await world.SettleAsync();

        (await world.RowsAsync()).Count(r => r.DeletedAt is null).ShouldBe(2);
        Instances(world, series).Count.ShouldBe(4);
        await EndAsync(world);
    }
}
