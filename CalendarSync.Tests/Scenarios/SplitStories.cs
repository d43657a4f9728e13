using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>"This and following" where there is more than one rule: exceptions and holes on both sides of the cut, lines of every kind, whole days, both sides at once.</summary>
public sealed class SplitStories
{
    //   Mon 23 Feb   2 Mar     9 Mar |   16 Mar    23 Mar    30 Mar
    //   Hebdo        Avant     hole  |   Après     hole      Hebdo
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exceptions_and_holes_before_the_cut_stay_and_those_after_it_go(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=6");
        var before = await AppExceptionAsync(world, series, 7, "Avant");
        var after = await AppExceptionAsync(world, series, 21, "Après");
        await AppExceptionAsync(world, series, 14, "Trou", "cancelled");
        await AppExceptionAsync(world, series, 28, "Trou", "cancelled");
        await world.SettleAsync();

        var next = fromApp
            ? SyncWorld.GoogleId(await CutAsync(world, series, "RRULE:FREQ=WEEKLY;UNTIL=20260316T085959Z", "RRULE:FREQ=WEEKLY;COUNT=3", Monday.AddDays(21)))
            : (string)world.Person.SplitSeries(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(21), Json("""{"summary":"Nouveau"}"""))["id"]!;
        await world.SettleAsync();

        Instances(world, series).ShouldBe(["2026-02-23T10:00:00+01:00 Hebdo", "2026-03-02T10:00:00+01:00 Avant"]);
        Instances(world, next).ShouldBe(["2026-03-16T10:00:00+01:00 Nouveau", "2026-03-23T10:00:00+01:00 Nouveau", "2026-03-30T10:00:00+02:00 Nouveau"]);
        (await world.RowAsync(before)).DeletedAt.ShouldBeNull();
        (await world.RowAsync(after)).DeletedAt.ShouldNotBeNull();
        (await LiveTitlesAsync(world)).ShouldBe(["Avant", "Hebdo", "Nouveau"]);
        await EndAsync(world);
    }

    // The application writes what followed anew: exceptions of the new series, in the transaction of the cut.
    [Fact]
    public async Task Exceptions_after_the_cut_that_the_application_makes_again_belong_to_the_new_series()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=6");
        var old = await AppExceptionAsync(world, series, 21, "Après");
        await world.SettleAsync();

        var next = await CutAsync(world, series, "RRULE:FREQ=WEEKLY;UNTIL=20260309T085959Z", "RRULE:FREQ=WEEKLY;COUNT=4", Monday.AddDays(14), """
            , x AS (INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, series_id, original_start_at)
                    SELECT company_id, user_id, title, start_at + interval '2 hours', end_at + interval '2 hours', time_zone, n.id, original_start_at FROM events, n WHERE series_id = @series),
              d AS (UPDATE events SET deleted_at = calendar_sync_now() WHERE series_id = @series)
            """);
        await world.SettleAsync();

        Instances(world, next).ShouldBe(
            ["2026-03-09T10:00:00+01:00 Nouveau", "2026-03-16T12:00:00+01:00 Après", "2026-03-23T10:00:00+01:00 Nouveau", "2026-03-30T10:00:00+02:00 Nouveau"]);
        (await world.RowAsync(old)).DeletedAt.ShouldNotBeNull();
        await EndAsync(world);
    }

    // The application keeps its rows and gives them the new series.
    [Fact]
    public async Task Exceptions_after_the_cut_that_the_application_gives_to_the_new_series_go_with_it()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=6");
        var kept = await AppExceptionAsync(world, series, 7, "Avant");
        var moved = await AppExceptionAsync(world, series, 21, "Après");
        var hole = await AppExceptionAsync(world, series, 28, "Trou", "cancelled");
        await world.SettleAsync();

        var next = await CutAsync(world, series, "RRULE:FREQ=WEEKLY;UNTIL=20260309T085959Z", "RRULE:FREQ=WEEKLY;COUNT=4", Monday.AddDays(14), """
            , x AS (UPDATE events e SET series_id = n.id FROM n WHERE e.series_id = @series AND e.original_start_at >= @at)
            """);
        await world.SettleAsync();

        Instances(world, series).ShouldBe(["2026-02-23T10:00:00+01:00 Hebdo", "2026-03-02T10:00:00+01:00 Avant"]);
        Instances(world, next).ShouldBe(["2026-03-09T10:00:00+01:00 Nouveau", "2026-03-16T10:00:00+01:00 Après", "2026-03-30T10:00:00+02:00 Nouveau"]);
        (await world.RowAsync(moved)).ShouldSatisfyAllConditions(r => r.SeriesId.ShouldBe(next), r => r.DeletedAt.ShouldBeNull(), r => r.GoogleEventId.ShouldBe(SyncWorld.GoogleId(next) + "_20260316T090000Z"));
        (await world.RowAsync(hole)).SeriesId.ShouldBe(next);
        (await world.RowAsync(kept)).SeriesId.ShouldBe(series);
        await EndAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dates_that_are_listed_go_to_their_side_of_the_cut(bool fromApp)
    {
        string[] lines = ["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5", "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=4", "EXDATE;TZID=Europe/Paris:20260302T100000,20260323T100000", "RDATE;TZID=Europe/Paris:20260225T180000,20260328T180000"];
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, lines);
        await world.SettleAsync();
        var whole = Instances(world, series).Select(i => i[..10]).ToList();

        string next;
        if (fromApp)
        {
            next = SyncWorld.GoogleId(await CutAsync(
                world, series,
                "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316T085959Z|RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20260316T085959Z|EXDATE;TZID=Europe/Paris:20260302T100000|RDATE;TZID=Europe/Paris:20260225T180000",
                "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2|RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=1|EXDATE;TZID=Europe/Paris:20260323T100000|RDATE;TZID=Europe/Paris:20260328T180000",
                Monday.AddDays(21)));
        }
        else
        {
            next = (string)world.Person.SplitSeries(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(21), Json("""{"summary":"Nouveau"}"""))["id"]!;
        }

        await world.SettleAsync();

        Instances(world, series).Concat(Instances(world, next)).Select(i => i[..10]).ShouldBe(whole);
        await EndAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_series_of_whole_days_is_cut_too(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await world.AppAsync<Guid>(
            """
            INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, recurrence)
            VALUES (@Company, @User, 'Garde', true, '2026-02-23', '2026-02-25', '{RRULE:FREQ=WEEKLY;COUNT=5}') RETURNING id
            """,
            new { world.Company, world.User });
        await world.SettleAsync();

        if (fromApp)
        {
            await world.AppAsync(
                """
                WITH u AS (UPDATE events SET recurrence = '{RRULE:FREQ=WEEKLY;UNTIL=20260308}' WHERE id = @series)
                INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, recurrence)
                VALUES (@Company, @User, 'Astreinte', true, '2026-03-09', '2026-03-11', '{RRULE:FREQ=WEEKLY;COUNT=3}')
                """,
                new { world.Company, world.User, series });
        }
        else
        {
            world.Person.SplitSeries(world.Calendar, SyncWorld.GoogleId(series), new DateOnly(2026, 3, 9), Json("""{"summary":"Astreinte"}"""));
        }

        await world.SettleAsync();

        (await world.RowsAsync()).Select(r => (r.Title, r.StartDate, r.EndDate, r.Recurrence!.Single())).ShouldBe(
        [
            ("Astreinte", new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 11), "RRULE:FREQ=WEEKLY;COUNT=3"),
            ("Garde", new DateOnly(2026, 2, 23), new DateOnly(2026, 2, 25), "RRULE:FREQ=WEEKLY;UNTIL=20260308"),
        ]);
        await EndAsync(world);
    }

    // Before either side has heard of the other: the application cuts, and the person changes the name, or an occurrence that the cut takes away.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_meets_an_edit_of_the_other_side(bool editsTheSeries)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=6");
        await world.SettleAsync();

        var next = await CutAsync(world, series, "RRULE:FREQ=WEEKLY;UNTIL=20260309T085959Z", "RRULE:FREQ=WEEKLY;COUNT=4", Monday.AddDays(14));
        if (editsTheSeries)
        {
            world.GoogleEdit(series, """{"summary":"Renommé"}""");
        }
        else
        {
            world.Person.EditInstance(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(21), Json("""{"location":"Salle 9"}"""));
        }

        await world.SettleAsync();

        Instances(world, series).Select(i => i[26..]).ShouldBe(editsTheSeries ? ["Renommé", "Renommé"] : ["Hebdo", "Hebdo"]);
        Instances(world, next).Count.ShouldBe(4);
        (await LiveTitlesAsync(world)).Count.ShouldBe(2);
        await EndAsync(world);
    }

    /// <summary>What an application does in one transaction: the old row gets its end, a new row is what follows.</summary>
    private static Task<Guid> CutAsync(SyncWorld world, Guid series, string kept, string following, DateTimeOffset at, string more = "") => world.AppAsync<Guid>(
        $"""
        WITH u AS (UPDATE events SET recurrence = @kept WHERE id = @series),
             n AS (INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, recurrence)
                   VALUES (@Company, @User, 'Nouveau', @at, @at + interval '1 hour', 'Europe/Paris', @following) RETURNING id)
             {more}
        SELECT id FROM n
        """,
        new { world.Company, world.User, series, at, kept = kept.Split('|'), following = following.Split('|') });
}
