using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Colours of events: any in the rows, eleven in Google. What is nearest there is the same colour here, and nothing goes round in circles.</summary>
public sealed class ColorStories
{
    // The first three are those of the specified calendar file.
    [Theory]
    [InlineData("#ff0000", "11")]
    [InlineData("#00ff00", "10")]
    [InlineData("#0000ff", "9")]
    [InlineData("#FF8800", "6")]
    [InlineData("#5484ed", "9")]
    [InlineData("#000000", "8")]
    public async Task The_row_s_colour_is_google_s_nearest_one_and_stays_its_own_here(string color, string nearest)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.AppAsync("UPDATE events SET color = @color WHERE id = @id", new { id, color });
        await world.SettleAsync();
        ((string?)world.GoogleEvent(id)!["colorId"]).ShouldBe(nearest);

        // Other edits leave it, on both sides.
        await world.AppEditAsync(id, "location = 'Salle 1'");
        world.GoogleEdit(id, """{"description":"Note"}""");
        await world.SettleAsync();
        ((string?)world.GoogleEvent(id)!["colorId"], (await world.RowAsync(id)).Color).ShouldBe((nearest, color));

        // A person paints it, and paints it back: it is Google's colour then.
        world.GoogleEdit(id, """{"colorId":"5"}""");
        await world.SettleAsync();
        (await world.RowAsync(id)).Color.ShouldBe("#fbd75b");
        world.GoogleEdit(id, $$"""{"colorId":"{{nearest}}"}""");
        await world.SettleAsync();
        (await world.RowAsync(id)).Color.ShouldBe(GoogleSide.Palette[int.Parse(nearest, System.Globalization.CultureInfo.InvariantCulture) - 1]);

        // Saying the same colour in the row's own words writes nothing.
        world.Google.Calls.Reset();
        await world.AppAsync("UPDATE events SET color = @color WHERE id = @id", new { id, color });
        await world.SettleAsync();
        world.Google.Calls.Writes.ShouldBe(0);
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_colour_is_taken_away_from_either_side(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.AppEditAsync(id, "color = '#ff0000'");
        await world.SettleAsync();

        if (fromApp)
        {
            await world.AppEditAsync(id, "color = NULL");
        }
        else
        {
            world.GoogleEdit(id, """{"colorId":null}""");
        }

        await world.SettleAsync();

        world.GoogleEvent(id)!.ContainsKey("colorId").ShouldBeFalse();
        (await world.RowAsync(id)).Color.ShouldBeNull("the calendar's own colour");
    }

    [Fact]
    public async Task Every_colour_of_google_crosses_and_comes_back_as_itself()
    {
        await using var world = await SyncWorld.CreateAsync();
        var ids = new List<string>();
        for (var color = 1; color <= 11; color++)
        {
            ids.Add((string)world.Person.Insert(world.Calendar, $$$"""{"summary":"{{{color}}}","colorId":"{{{color}}}","start":{"date":"2026-03-02"},"end":{"date":"2026-03-03"}}""")["id"]!);
        }

        await world.SettleAsync();
        (await world.RowsAsync()).OrderBy(r => int.Parse(r.Title!, System.Globalization.CultureInfo.InvariantCulture)).Select(r => r.Color).ShouldBe(GoogleSide.Palette);

        await world.AppAsync("UPDATE events SET location = 'Salle 1'");
        await world.SettleAsync();
        ids.Select(id => (string?)world.Google.Event(world.Calendar, id)!["colorId"]).ShouldBe(Enumerable.Range(1, 11).Select(c => $"{c}"));
    }

    [Fact]
    public async Task An_occurrence_has_its_own_colour_and_its_series_another()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.AppEditAsync(series, "color = '#0000ff'");
        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        await world.AppEditAsync(exception, "color = '#ff0000'");
        await world.SettleAsync();
        string?[] Colors() => [.. world.Person.Instances(world.Calendar, SyncWorld.GoogleId(series)).Select(i => (string?)i["colorId"])];
        Colors().ShouldBe(["9", "11", "9", "9"]);

        world.GoogleEdit(series, """{"colorId":"2"}""");
        world.Person.Edit(world.Calendar, (await world.RowAsync(exception)).GoogleEventId!, """{"colorId":"5"}""");
        await world.SettleAsync();

        Colors().ShouldBe(["2", "5", "2", "2"]);
        ((await world.RowAsync(series)).Color, (await world.RowAsync(exception)).Color).ShouldBe(("#7ae7bf", "#fbd75b"));
        await EndAsync(world);
    }
}
