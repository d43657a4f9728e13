using CalendarSync.Local.Emulator.Faults;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Single occurrences of series, changed and cancelled in the application or on both sides.</summary>
public sealed class OccurrenceStories
{
    [Fact]
    public async Task A_series_with_an_exception_and_a_hole_made_in_the_app_arrives_whole()
    {
        await using var world = await SyncWorld.CreateAsync();

        var series = await world.AppAsync<Guid>(
            """
            WITH s AS (INSERT INTO events (company_id, user_id, title, location, start_at, end_at, time_zone, recurrence)
                       VALUES (@Company, @User, 'Hebdo', 'Salle 1', @at, @at + interval '1 hour', 'Europe/Paris', '{RRULE:FREQ=WEEKLY;COUNT=6}') RETURNING id),
                 x AS (INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, series_id, original_start_at, status)
                       SELECT @Company, @User, 'Exception', @at + interval '7 days 4 hours', @at + interval '7 days 5 hours', 'Europe/Paris', s.id, @at + interval '7 days', 'confirmed' FROM s
                       UNION ALL
                       SELECT @Company, @User, 'Trou', @at + interval '14 days', @at + interval '14 days 1 hour', 'Europe/Paris', s.id, @at + interval '14 days', 'cancelled' FROM s)
            SELECT id FROM s
            """,
            new { world.Company, world.User, at = Monday });
        await world.SettleAsync();

        Instances(world, series).ShouldBe(
            ["2026-02-23T10:00:00+01:00 Hebdo", "2026-03-02T14:00:00+01:00 Exception", "2026-03-16T10:00:00+01:00 Hebdo", "2026-03-23T10:00:00+01:00 Hebdo", "2026-03-30T10:00:00+02:00 Hebdo"]);
        await EndAsync(world);
    }

    [Fact]
    public async Task A_hole_and_an_exception_made_later_in_the_app_arrive_too()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();

        await AppExceptionAsync(world, series, 7, "Trou", "cancelled");
        var exception = await AppExceptionAsync(world, series, 14, "Exception");
        await world.SettleAsync();
        Instances(world, series).ShouldBe(["2026-02-23T10:00:00+01:00 Hebdo", "2026-03-09T10:00:00+01:00 Exception", "2026-03-16T10:00:00+01:00 Hebdo"]);

        await world.AppDeleteAsync(exception);
        await world.SettleAsync();
        Instances(world, series).ShouldBe(["2026-02-23T10:00:00+01:00 Hebdo", "2026-03-16T10:00:00+01:00 Hebdo"]);
        await EndAsync(world);
    }

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
    public async Task An_exception_made_in_the_app_keeps_what_only_google_knows_of_the_series()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = (string)world.Person.Insert(
            world.Calendar,
            """
            {"summary":"Réunion","start":{"dateTime":"2026-02-23T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-23T11:00:00+01:00","timeZone":"Europe/Paris"},
             "recurrence":["RRULE:FREQ=WEEKLY"],"attendees":[{"email":"paul@example.com"},{"email":"zoe@example.com"}],
             "extendedProperties":{"private":{"dossier":"7"}},"guestsCanModify":true}
            """)["id"]!;
        await world.SettleAsync();

        await AppExceptionAsync(world, (await world.RowAsync(id)).Id, 7, "Réunion déplacée");
        await world.SettleAsync();

        var exception = world.Google.Event(world.Calendar, id + "_20260302T090000Z")!;
        ((string?)exception["summary"]).ShouldBe("Réunion déplacée");
        exception["attendees"]!.AsArray().Select(a => (string?)a!["email"]).ShouldBe(["paul@example.com", "zoe@example.com"], ignoreOrder: true);
        ((string?)exception["extendedProperties"]!["private"]!["dossier"]).ShouldBe("7");
        ((bool?)exception["guestsCanModify"]).ShouldBe(true);
        ((string?)exception["recurringEventId"]).ShouldBe(id);
    }

    [Fact]
    public async Task An_all_day_series_and_its_exception_made_in_the_app_arrive()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await world.AppAsync<Guid>(
            """
            INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, recurrence)
            VALUES (@Company, @User, 'Garde', true, '2026-02-23', '2026-02-24', '{RRULE:FREQ=WEEKLY;UNTIL=20260316}') RETURNING id
            """,
            new { world.Company, world.User });
        await world.AppAsync(
            """
            INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, series_id, original_start_date)
            VALUES (@Company, @User, 'Échange', true, '2026-03-04', '2026-03-05', @series, '2026-03-02')
            """,
            new { world.Company, world.User, series });

        await world.SettleAsync();

        Instances(world, series).ShouldBe(["2026-02-23 Garde", "2026-03-04 Échange", "2026-03-09 Garde", "2026-03-16 Garde"]);
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

    // Tuesdays are no occurrence of a weekly Monday.
    [Fact]
    public async Task An_exception_for_a_day_that_the_series_does_not_have_fails_alone_and_says_why()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();

        var exception = await AppExceptionAsync(world, series, 8, "Mardi");
        await AppExceptionAsync(world, series, 9, "Mercredi", "cancelled");
        await world.AppInsertAsync("Autre");
        for (var i = 0; i < 12; i++)
        {
            await world.PushAsync();
            world.Time.Advance(TimeSpan.FromMinutes(20));
        }

        world.GoogleTitles().ShouldBe(["Autre", "Hebdo"]);
        var item = (await world.QueueAsync()).ShouldHaveSingleItem();
        (item.EventId, item.Status).ShouldBe((exception, "failed"));
        item.ErrorMessage.ShouldNotBeNull().ShouldContain("noSuchOccurrence");
        await world.ShouldBeQuietAsync();
    }

    // The person has given the series hours while the application still thought of its days; and the other way round.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_for_a_day_of_a_series_that_has_hours_now_fails_alone_too(bool hadDays)
    {
        await using var world = await SyncWorld.CreateAsync();
        const string Days = """{"start":{"date":"2026-02-23","dateTime":null,"timeZone":null},"end":{"date":"2026-02-24","dateTime":null,"timeZone":null}}""";
        const string Hours = """{"start":{"date":null,"dateTime":"2026-02-23T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"date":null,"dateTime":"2026-02-23T11:00:00+01:00","timeZone":"Europe/Paris"}}""";
        var google = GoogleSeries(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        world.Person.Edit(world.Calendar, google, hadDays ? Days : Hours);
        await world.SettleAsync();
        var series = (await world.RowAsync(google)).Id;
        world.Person.Edit(world.Calendar, google, hadDays ? Hours : Days);
        var exception = hadDays
            ? await world.AppAsync<Guid>(
                """
                INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, series_id, original_start_date)
                VALUES (@Company, @User, 'Exception', true, '2026-03-02', '2026-03-03', @series, '2026-03-02') RETURNING id
                """,
                new { world.Company, world.User, series })
            : await AppExceptionAsync(world, series, 7, "Exception");
        await world.PullAsync();
        for (var i = 0; i < 12; i++)
        {
            await world.PushAsync();
            world.Time.Advance(TimeSpan.FromMinutes(20));
        }

        world.GoogleTitles().ShouldBe(["Hebdo"]);
        var item = (await world.QueueAsync()).ShouldHaveSingleItem();
        (item.EventId, item.Status).ShouldBe((exception, "failed"));
        item.ErrorMessage.ShouldNotBeNull().ShouldContain("noSuchOccurrence");
        (await world.ValueAsync<long>("SELECT count(*) FROM google_calendar_writes")).ShouldBe(0, "nothing is in doubt");
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task An_exception_of_a_series_that_is_deleted_is_not_sent()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();
        await world.AppDeleteAsync(series);
        await world.SettleAsync();

        await AppExceptionAsync(world, series, 7, "Trop tard");
        await world.PushAsync();

        world.GoogleEvents().ShouldBeEmpty();
        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldNotBeNull().ShouldContain("seriesDeleted");
        await world.ShouldBeQuietAsync();
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

    [Fact]
    public async Task An_exception_whose_series_is_on_no_calendar_here_stands_alone()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.AddAccount("paul@example.com", "Paul");
        var paul = world.Google.User("paul@example.com");
        var series = (string)paul.Insert(
            "primary",
            """
            {"summary":"Équipe","start":{"dateTime":"2026-02-23T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-23T11:00:00+01:00","timeZone":"Europe/Paris"},
             "recurrence":["RRULE:FREQ=WEEKLY"]}
            """)["id"]!;

        paul.EditInstance("primary", series, Monday.AddDays(7), Json("""{"attendees":[{"email":"marie@example.com"}]}"""));
        await world.SettleAsync();

        var row = (await world.RowsAsync()).ShouldHaveSingleItem();
        (row.Title, row.SeriesId, row.RecurringEventId, row.OriginalStartAt).ShouldBe(("Équipe", null, series, Monday.AddDays(7)));
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
