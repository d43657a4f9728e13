using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Single occurrences of series, changed and cancelled in the application; and those that cannot be.</summary>
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
}
