using System.Text.Json.Nodes;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Series changed on either side: their lines, their time, "this and following", their end.</summary>
public sealed class RecurrenceStories
{
    [Theory]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=2", 2)]
    [InlineData("RRULE:FREQ=WEEKLY;UNTIL=20260309T090000Z", 3)]
    [InlineData("RRULE:FREQ=DAILY;COUNT=5|EXDATE;TZID=Europe/Paris:20260225T100000", 4)]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=2|RDATE;TZID=Europe/Paris:20260227T180000", 3)]
    public async Task Lines_of_every_kind_cross_both_ways(string lines, int instances)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=9");
        var other = GoogleSeries(world, "RRULE:FREQ=WEEKLY;COUNT=9");
        await world.SettleAsync();

        await world.AppAsync("UPDATE events SET recurrence = @lines WHERE id = @series", new { series, lines = lines.Split('|') });
        world.Person.Edit(world.Calendar, other, new JsonObject { ["recurrence"] = new JsonArray([.. lines.Split('|').Select(l => (JsonNode)l)]) });
        await world.SettleAsync();

        Instances(world, series).Count.ShouldBe(instances);
        (await world.RowAsync(other)).Recurrence!.ShouldBe(lines.Split('|'), ignoreOrder: true);
        await EndAsync(world);
    }

    [Fact]
    public async Task A_series_becomes_a_single_event_and_a_series_again_from_the_app()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=3");
        await world.SettleAsync();

        await world.AppEditAsync(series, "recurrence = NULL");
        await world.SettleAsync();
        world.GoogleEvent(series)!.ContainsKey("recurrence").ShouldBeFalse();

        await world.AppEditAsync(series, "recurrence = '{RRULE:FREQ=DAILY;COUNT=2}'");
        await world.SettleAsync();
        Instances(world, series).Count.ShouldBe(2);
        await EndAsync(world);
    }

    // The series ends before the 9th, a new one begins there; the exception of the 16th is lost with the old one.
    [Fact]
    public async Task This_and_following_from_google()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = GoogleSeries(world, "RRULE:FREQ=WEEKLY;COUNT=6");
        world.Person.EditInstance(world.Calendar, series, Monday.AddDays(7), Json("""{"summary":"Avant"}"""));
        world.Person.EditInstance(world.Calendar, series, Monday.AddDays(21), Json("""{"summary":"Après"}"""));
        await world.SettleAsync();

        var next = (string)world.Person.SplitSeries(world.Calendar, series, Monday.AddDays(14), Json("""{"summary":"Nouveau"}"""))["id"]!;
        await world.SettleAsync();

        (await world.RowAsync(series)).Recurrence.ShouldBe(["RRULE:FREQ=WEEKLY;UNTIL=20260309T085959Z"]);
        (await world.RowAsync(next)).Recurrence.ShouldBe(["RRULE:FREQ=WEEKLY;COUNT=4"]);
        (await LiveTitlesAsync(world)).ShouldBe(["Avant", "Hebdo", "Nouveau"]);
        await EndAsync(world);
    }

    [Fact]
    public async Task This_and_following_from_the_app()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = GoogleSeries(world, "RRULE:FREQ=WEEKLY;COUNT=6");
        var kept = (string)world.Person.EditInstance(world.Calendar, series, Monday.AddDays(7), Json("""{"summary":"Avant"}"""))["id"]!;
        var lost = (string)world.Person.EditInstance(world.Calendar, series, Monday.AddDays(21), Json("""{"summary":"Après"}"""))["id"]!;
        await world.SettleAsync();
        var row = await world.RowAsync(series);

        var next = await world.AppAsync<Guid>(
            """
            WITH u AS (UPDATE events SET recurrence = '{RRULE:FREQ=WEEKLY;UNTIL=20260309T085959Z}' WHERE id = @Id)
            INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, recurrence)
            VALUES (@Company, @User, 'Nouveau', @at, @at + interval '1 hour', 'Europe/Paris', '{RRULE:FREQ=WEEKLY;COUNT=4}') RETURNING id
            """,
            new { row.Id, world.Company, world.User, at = Monday.AddDays(14) });
        await world.SettleAsync();

        Instances(world, next).Count.ShouldBe(4);
        (await LiveTitlesAsync(world)).ShouldBe(["Avant", "Hebdo", "Nouveau"]);
        (await world.RowAsync(kept)).DeletedAt.ShouldBeNull();
        (await world.RowAsync(lost)).DeletedAt.ShouldNotBeNull();
        await EndAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task New_words_for_a_series_leave_its_exceptions_alone(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = GoogleSeries(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        world.Person.EditInstance(world.Calendar, series, Monday.AddDays(7), Json("""{"summary":"Exception"}"""));
        world.Person.CancelInstance(world.Calendar, series, Monday.AddDays(14));
        await world.SettleAsync();

        if (fromApp)
        {
            await world.AppEditAsync((await world.RowAsync(series)).Id, "title = 'Autre', location = 'Salle 2'");
        }
        else
        {
            world.Person.Edit(world.Calendar, series, """{"summary":"Autre","location":"Salle 2"}""");
        }

        await world.SettleAsync();

        Instances(world, series).Select(i => i[26..]).ShouldBe(["Autre", "Exception", "Autre"]);
        (await LiveTitlesAsync(world)).ShouldBe(["Autre", "Exception"]);
        await EndAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_time_for_a_series_takes_its_exceptions_along_as_google_does(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = GoogleSeries(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var exception = (string)world.Person.EditInstance(world.Calendar, series, Monday.AddDays(7), Json("""{"summary":"Exception"}"""))["id"]!;
        world.Person.CancelInstance(world.Calendar, series, Monday.AddDays(14));
        await world.SettleAsync();

        if (fromApp)
        {
            await world.AppEditAsync((await world.RowAsync(series)).Id, "start_at = start_at + interval '1 hour', end_at = end_at + interval '1 hour'");
        }
        else
        {
            world.Person.Edit(world.Calendar, series, """{"start":{"dateTime":"2026-02-23T11:00:00+01:00"},"end":{"dateTime":"2026-02-23T12:00:00+01:00"}}""");
        }

        await world.SettleAsync();

        (await world.RowAsync(exception)).DeletedAt.ShouldNotBeNull();
        Instances(world, series).Count.ShouldBe(4);
        await EndAsync(world);
    }

    [Fact]
    public async Task Deleting_a_series_in_the_app_deletes_it_and_its_exceptions()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await AppExceptionAsync(world, series, 7, "Exception");
        await world.AppInsertAsync("Autre");
        await world.SettleAsync();

        await world.AppDeleteAsync(series);
        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["Autre"]);
        (await LiveTitlesAsync(world)).ShouldBe(["Autre"]);
        await EndAsync(world);
    }
}
