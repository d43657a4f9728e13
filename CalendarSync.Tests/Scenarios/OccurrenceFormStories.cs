using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>One occurrence of a series takes another form, from either side: moved, whole days for hours, several days, private, cancelled and back again.</summary>
public sealed class OccurrenceFormStories
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_moved_to_another_day_and_back(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();

        foreach (var (start, shown) in new[] { ("2026-03-29T08:30:00Z", "2026-03-29T10:30:00+02:00"), ("2026-03-02T09:00:00Z", "2026-03-02T10:00:00+01:00") })
        {
            await ChangeAsync(
                world, series, fromApp, $"start_at = '{start}', end_at = timestamptz '{start}' + interval '1 hour'",
                $$$"""{"start":{"dateTime":"{{{start}}}"},"end":{"dateTime":"{{{DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture).AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}}"}}""");
            await world.SettleAsync();
            Instances(world, series).Contains(shown + " Hebdo", StringComparer.Ordinal).ShouldBeTrue();
            Instances(world, series).Count.ShouldBe(4);
            await EndAsync(world);
        }
    }

    // The slot is an hour of the clock, what stands there three whole days; then two nights; then an hour again.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_lasts_whole_days_and_hours_again(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();

        await ChangeAsync(
            world, series, fromApp, "all_day = true, start_date = '2026-03-28', end_date = '2026-03-31', start_at = NULL, end_at = NULL, time_zone = NULL",
            """{"start":{"date":"2026-03-28","dateTime":null,"timeZone":null},"end":{"date":"2026-03-31","dateTime":null,"timeZone":null}}""");
        await world.SettleAsync();
        var row = await ExceptionAsync(world);
        (row.AllDay, row.StartDate, row.EndDate, row.OriginalStartAt, row.OriginalStartDate).ShouldBe(
            (true, new DateOnly(2026, 3, 28), new DateOnly(2026, 3, 31), Monday.AddDays(7), null));
        Instances(world, series)[^1].ShouldBe("2026-03-28 Hebdo");
        await EndAsync(world);

        await ChangeAsync(
            world, series, fromApp, "all_day = false, start_date = NULL, end_date = NULL, start_at = '2026-03-28 20:00+01', end_at = '2026-03-30 08:00+02', time_zone = 'Europe/Paris'",
            """{"start":{"date":null,"dateTime":"2026-03-28T20:00:00+01:00","timeZone":"Europe/Paris"},"end":{"date":null,"dateTime":"2026-03-30T08:00:00+02:00","timeZone":"Europe/Paris"}}""");
        await world.SettleAsync();
        Instances(world, series)[^1].ShouldBe("2026-03-28T20:00:00+01:00 Hebdo");
        await EndAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_whole_day_of_a_series_of_days_takes_an_hour_and_is_a_day_again(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await world.AppAsync<Guid>(
            """
            INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, recurrence)
            VALUES (@Company, @User, 'Garde', true, '2026-02-28', '2026-03-02', '{RRULE:FREQ=WEEKLY;COUNT=5}') RETURNING id
            """,
            new { world.Company, world.User });
        await world.SettleAsync();
        var slot = new DateOnly(2026, 3, 28);

        if (fromApp)
        {
            await world.AppAsync(
                """
                INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, series_id, original_start_date)
                VALUES (@Company, @User, 'Demi-journée', '2026-03-29 08:00+02', '2026-03-29 12:00+02', 'Europe/Paris', @series, @slot)
                """,
                new { world.Company, world.User, series, slot });
        }
        else
        {
            world.Person.EditInstance(
                world.Calendar, SyncWorld.GoogleId(series), slot,
                Json("""{"summary":"Demi-journée","start":{"date":null,"dateTime":"2026-03-29T08:00:00+02:00","timeZone":"Europe/Paris"},"end":{"date":null,"dateTime":"2026-03-29T12:00:00+02:00","timeZone":"Europe/Paris"}}"""));
        }

        await world.SettleAsync();
        Instances(world, series).ShouldBe(["2026-02-28 Garde", "2026-03-07 Garde", "2026-03-14 Garde", "2026-03-21 Garde", "2026-03-29T08:00:00+02:00 Demi-journée"]);
        await EndAsync(world);

        var row = (await world.RowsAsync()).Single(r => r.SeriesId == series);
        if (fromApp)
        {
            await world.AppEditAsync(row.Id, "all_day = true, start_date = '2026-03-29', end_date = '2026-03-30', start_at = NULL, end_at = NULL, time_zone = NULL");
        }
        else
        {
            world.Person.Edit(world.Calendar, row.GoogleEventId!, """{"start":{"date":"2026-03-29","dateTime":null,"timeZone":null},"end":{"date":"2026-03-30","dateTime":null,"timeZone":null}}""");
        }

        await world.SettleAsync();
        Instances(world, series)[^1].ShouldBe("2026-03-29 Demi-journée");
        await EndAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_cancelled_and_takes_place_after_all(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();

        if (fromApp)
        {
            await AppExceptionAsync(world, series, 7, "Hebdo", "cancelled");
        }
        else
        {
            world.Person.CancelInstance(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(7));
        }

        await world.SettleAsync();
        Instances(world, series).Count.ShouldBe(3);
        await EndAsync(world);

        if (fromApp)
        {
            await world.AppEditAsync((await ExceptionAsync(world)).Id, "status = 'confirmed', title = 'Quand même'");
        }
        else
        {
            world.Person.Edit(world.Calendar, SyncWorld.GoogleId(series) + "_20260302T090000Z", """{"status":"confirmed","summary":"Quand même"}""");
        }

        await world.SettleAsync();
        Instances(world, series)[1].ShouldBe("2026-03-02T10:00:00+01:00 Quand même");
        (await LiveTitlesAsync(world)).ShouldBe(["Hebdo", "Quand même"]);
        await EndAsync(world);
    }

    // A hole that came from Google holds no times; the application that wants the occurrence back says when it is.
    [Fact]
    public async Task A_hole_of_google_is_filled_by_the_application()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = GoogleSeries(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        world.Person.CancelInstance(world.Calendar, series, Monday.AddDays(7));
        await world.SettleAsync();

        await world.AppAsync(
            """
            UPDATE events SET deleted_at = NULL, title = 'Quand même', start_at = original_start_at, end_at = original_start_at + interval '1 hour', time_zone = 'Europe/Paris' WHERE original_start_at IS NOT NULL
            """);
        await world.SettleAsync();

        Instances(world, series)[1].ShouldBe("2026-03-02T10:00:00+01:00 Quand même");
        await EndAsync(world);
    }

    // Deleted and taken out of the trash: the series is back, its occurrences as Google has them.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deleted_series_comes_back(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await AppExceptionAsync(world, series, 7, "Exception");
        await AppExceptionAsync(world, series, 14, "Trou", "cancelled");
        await world.SettleAsync();

        if (fromApp)
        {
            await world.AppDeleteAsync(series);
        }
        else
        {
            world.GoogleDelete(series);
        }

        await world.SettleAsync();
        (await LiveTitlesAsync(world)).ShouldBeEmpty();
        await EndAsync(world);

        if (fromApp)
        {
            await world.AppEditAsync(series, "deleted_at = NULL");
        }
        else
        {
            world.Person.Restore(world.Calendar, SyncWorld.GoogleId(series));
        }

        await world.SettleAsync();
        (await LiveTitlesAsync(world)).ShouldBe(["Hebdo"]);
        await EndAsync(world);
    }

    [Fact]
    public async Task Private_occurrences_are_busy_blocks_in_their_slots_and_nothing_of_them_is_told()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.QueryAsync<int>("UPDATE google_calendar_connections SET private_as_busy = true RETURNING 1");
        var series = (string)world.Person.Insert(
            world.Calendar,
            """
            {"summary":"secret-series","visibility":"private","start":{"dateTime":"2026-02-23T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-23T11:00:00+01:00","timeZone":"Europe/Paris"},
             "recurrence":["RRULE:FREQ=WEEKLY;COUNT=4"]}
            """)["id"]!;
        world.Person.EditInstance(world.Calendar, series, Monday.AddDays(7), Json("""{"summary":"secret-exception","location":"secret-place","start":{"dateTime":"2026-03-03T09:00:00Z"},"end":{"dateTime":"2026-03-03T10:00:00Z"}}"""));
        world.Person.CancelInstance(world.Calendar, series, Monday.AddDays(14));
        await world.PullAsync();
        await world.ShouldBeQuietAsync();

        var master = await world.RowAsync(series);
        (master.Title, master.Visibility, master.Recurrence!.Single()).ShouldBe((null, "private", "RRULE:FREQ=WEEKLY;COUNT=4"));
        var exception = await world.RowAsync(series + "_20260302T090000Z");
        (exception.Title, exception.Location, exception.SeriesId, exception.StartAt).ShouldBe((null, null, master.Id, new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero)));
        (await world.RowsAsync()).Single(r => r.DeletedAt is not null).SeriesId.ShouldBe(master.Id);
        (await world.ValueAsync<string>("SELECT concat((SELECT string_agg(to_jsonb(e)::text, ' ') FROM events e), (SELECT string_agg(to_jsonb(j)::text, ' ') FROM google_calendar_sync_journal j))"))
            .ShouldNotContain("secret");

        // The application can change none of it, nor cut a hole into it.
        world.Google.Calls.Reset();
        await world.AppEditAsync(exception.Id, "title = 'À moi'");
        await AppExceptionAsync(world, master.Id, 21, "Trou", "cancelled");
        await world.PushAsync();
        world.Google.Calls.Writes.ShouldBe(0);
        (await world.QueueAsync()).ShouldAllBe(q => q.Status == "failed" && q.ErrorMessage == "refused: privateEvent");
        await world.ShouldBeQuietAsync();
    }

    private static async Task ChangeAsync(SyncWorld world, Guid series, bool fromApp, string set, string patch)
    {
        if (!fromApp)
        {
            world.Person.EditInstance(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(7), Json(patch));
            return;
        }

        var id = (await world.RowsAsync()).SingleOrDefault(r => r.SeriesId == series)?.Id ?? await AppExceptionAsync(world, series, 7, "Hebdo");
        await world.AppEditAsync(id, set);
    }

    private static async Task<CalendarSync.Core.Storage.EventRow> ExceptionAsync(SyncWorld world) => (await world.RowsAsync()).Single(r => r.SeriesId is not null);
}
