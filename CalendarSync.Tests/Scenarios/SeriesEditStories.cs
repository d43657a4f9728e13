using System.Text.Json.Nodes;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>
/// A series is edited after single occurrences of it were changed and cancelled. What then has no slot any more goes, as in Google; what has one stays;
/// whichever side edits.
/// </summary>
public sealed class SeriesEditStories
{
    // Mondays: 23 Feb, 2, 9, 16, 23, 30 Mar. The exception of the 2nd, the hole of the 9th, the exception of the 23rd.
    [Theory]
    [InlineData("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3", "Hebdo 23", "Pair 23", true)]
    [InlineData("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3", "Hebdo 23", "Pair 23", false)]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=2", "Hebdo 23", "Impair 2", true)]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=2", "Hebdo 23", "Impair 2", false)]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=6|EXDATE;TZID=Europe/Paris:20260302T100000", "Hebdo 23", "Hebdo 16,Pair 23,Hebdo 30", true)]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=6|EXDATE;TZID=Europe/Paris:20260302T100000", "Hebdo 23", "Hebdo 16,Pair 23,Hebdo 30", false)]
    [InlineData("RRULE:FREQ=DAILY;COUNT=3|RDATE;TZID=Europe/Paris:20260323T100000", "Hebdo 23", "Hebdo 24,Hebdo 25,Pair 23", true)]
    [InlineData("RRULE:FREQ=DAILY;COUNT=3|RDATE;TZID=Europe/Paris:20260323T100000", "Hebdo 23", "Hebdo 24,Hebdo 25,Pair 23", false)]
    public async Task Other_lines_keep_what_has_a_slot_and_lose_what_has_none(string lines, string first, string rest, bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await ChangedSeriesAsync(world);

        await EditAsync(world, series, fromApp, "recurrence = @lines", new JsonObject { ["recurrence"] = new JsonArray([.. lines.Split('|').Select(l => (JsonNode)l)]) }, lines.Split('|'));
        await world.SettleAsync();

        Shown(world, series).ShouldBe([first, .. rest.Split(',')]);
        await EndAsync(world);
    }

    // The lines are put back: what went does not come back with them, on neither side.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_that_is_taken_back_does_not_bring_back_what_it_cost(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=6");
        await AppExceptionAsync(world, series, 7, "Impair");
        await world.SettleAsync();

        foreach (var rule in new[] { "RRULE:FREQ=WEEKLY;COUNT=1", "RRULE:FREQ=WEEKLY;COUNT=6" })
        {
            await EditAsync(world, series, fromApp, "recurrence = @lines", new JsonObject { ["recurrence"] = new JsonArray(rule) }, rule);
            await world.SettleAsync();
        }

        (await LiveTitlesAsync(world)).ShouldBe(["Hebdo"]);
        await EndAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_series_that_becomes_a_single_event_loses_them_and_is_a_series_again_without_them(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await ChangedSeriesAsync(world);

        await EditAsync(world, series, fromApp, "recurrence = NULL", new JsonObject { ["recurrence"] = null });
        await world.SettleAsync();
        (await LiveTitlesAsync(world)).ShouldBe(["Hebdo"]);
        (await world.RowAsync(series)).Recurrence.ShouldBeNull();
        await EndAsync(world);

        await EditAsync(world, series, fromApp, "recurrence = @lines", new JsonObject { ["recurrence"] = new JsonArray("RRULE:FREQ=DAILY;COUNT=2") }, "RRULE:FREQ=DAILY;COUNT=2");
        await world.SettleAsync();
        Shown(world, series).ShouldBe(["Hebdo 23", "Hebdo 24"]);
        await EndAsync(world);
    }

    // Whole days for hours: no slot of the old kind is left. And back.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_series_takes_whole_days_and_hours_again(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await ChangedSeriesAsync(world);

        await EditAsync(
            world, series, fromApp, "all_day = true, start_date = '2026-02-23', end_date = '2026-02-25', start_at = NULL, end_at = NULL",
            Json("""{"start":{"date":"2026-02-23","dateTime":null,"timeZone":null},"end":{"date":"2026-02-25","dateTime":null,"timeZone":null}}"""));
        await world.SettleAsync();
        (await LiveTitlesAsync(world)).ShouldBe(["Hebdo"]);
        Shown(world, series).ShouldBe(["Hebdo 23", "Hebdo 2", "Hebdo 9", "Hebdo 16", "Hebdo 23", "Hebdo 30"]);
        await EndAsync(world);

        await EditAsync(
            world, series, fromApp,
            "all_day = false, start_date = NULL, end_date = NULL, start_at = '2026-02-24 17:00+01', end_at = '2026-02-24 18:00+01', time_zone = 'Europe/Paris'",
            Json("""{"start":{"date":null,"dateTime":"2026-02-24T17:00:00+01:00","timeZone":"Europe/Paris"},"end":{"date":null,"dateTime":"2026-02-24T18:00:00+01:00","timeZone":"Europe/Paris"}}"""));
        await world.SettleAsync();
        Instances(world, series)[^1].ShouldBe("2026-03-31T17:00:00+02:00 Hebdo");
        await EndAsync(world);
    }

    // New York changes its clocks on 8 March, Paris on the 29th: in between the same series is an hour off.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_zone_moves_the_slots_after_a_clock_change(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await ChangedSeriesAsync(world);

        await EditAsync(
            world, series, fromApp, "time_zone = 'America/New_York'",
            Json("""{"start":{"timeZone":"America/New_York"},"end":{"timeZone":"America/New_York"}}"""));
        await world.SettleAsync();

        (await world.RowAsync(series)).TimeZone.ShouldBe("America/New_York");
        Instances(world, series).ShouldBe(
        [
            "2026-02-23T10:00:00+01:00 Hebdo", "2026-03-02T10:00:00+01:00 Impair", "2026-03-09T09:00:00+01:00 Hebdo",
            "2026-03-16T09:00:00+01:00 Hebdo", "2026-03-23T09:00:00+01:00 Hebdo", "2026-03-30T10:00:00+02:00 Hebdo",
        ]);
        await EndAsync(world);
    }

    // Neither has heard of the other: the series gets another hour on one side, an occurrence other words on the other.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_hour_on_one_side_meets_an_occurrence_edited_on_the_other(bool hourFromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await ChangedSeriesAsync(world);
        var exception = (await world.RowsAsync()).Single(r => r.Title == "Pair");

        if (hourFromApp)
        {
            world.Person.Edit(world.Calendar, exception.GoogleEventId!, """{"location":"Salle 9"}""");
        }
        else
        {
            await world.AppEditAsync(exception.Id, "location = 'Salle 9'");
        }

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await EditAsync(
            world, series, hourFromApp, "start_at = start_at + interval '1 hour', end_at = end_at + interval '1 hour'",
            Json("""{"start":{"dateTime":"2026-02-23T11:00:00+01:00"},"end":{"dateTime":"2026-02-23T12:00:00+01:00"}}"""));
        await world.SettleAsync();

        (await world.RowAsync(series)).StartAt.ShouldBe(Monday.AddHours(1));
        (await world.QueueAsync()).ShouldBeEmpty();
        await EndAsync(world);
    }

    private static async Task<Guid> ChangedSeriesAsync(SyncWorld world)
    {
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=6");
        await AppExceptionAsync(world, series, 7, "Impair");
        await AppExceptionAsync(world, series, 14, "Trou", "cancelled");
        await world.SettleAsync();
        world.Person.EditInstance(world.Calendar, SyncWorld.GoogleId(series), Monday.AddDays(28), Json("""{"summary":"Pair"}"""));
        await world.SettleAsync();
        return series;
    }

    private static async Task EditAsync(SyncWorld world, Guid series, bool fromApp, string set, JsonObject patch, params string[] lines)
    {
        if (fromApp)
        {
            await world.AppAsync($"UPDATE events SET {set} WHERE id = @series", new { series, lines });
        }
        else
        {
            world.Person.Edit(world.Calendar, SyncWorld.GoogleId(series), patch);
        }
    }

    /// <summary>Title and day of the month of every occurrence, by slot.</summary>
    private static IEnumerable<string> Shown(SyncWorld world, Guid series) => world.Person.Instances(world.Calendar, SyncWorld.GoogleId(series)).Select(i =>
        $"{i["summary"]} {int.Parse(((string)(i["start"]!["dateTime"] ?? i["start"]!["date"])!)[8..10], System.Globalization.CultureInfo.InvariantCulture)}");
}
