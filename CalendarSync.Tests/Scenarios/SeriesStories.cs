using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Series, their exceptions and their holes, in whatever order they come.</summary>
public sealed class SeriesStories
{
    private static readonly DateTimeOffset Monday = new(2026, 2, 23, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(250)]
    public async Task A_series_of_google_with_an_exception_and_a_hole_arrives_in_any_order(int pageSize)
    {
        await using var world = await SyncWorld.CreateAsync(emulatorOptions: new() { PageSizeLimit = pageSize, Seed = pageSize });
        await world.PullAsync();
        var series = Series(world);
        var moved = (string)world.Person.EditInstance(
            world.Calendar, series, Monday.AddDays(7), Json("""{"summary":"Exceptionnel","location":"Ailleurs"}"""))["id"]!;
        var hole = (string)world.Person.CancelInstance(world.Calendar, series, Monday.AddDays(14))["id"]!;

        await world.PullAsync();
        await world.SettleAsync();

        var master = await world.RowAsync(series);
        master.Recurrence.ShouldBe(["RRULE:FREQ=WEEKLY;COUNT=10"]);
        var exception = await world.RowAsync(moved);
        (exception.SeriesId, exception.RecurringEventId, exception.OriginalStartAt, exception.Title).ShouldBe((master.Id, series, Monday.AddDays(7), "Exceptionnel"));
        var empty = await world.RowAsync(hole);
        (empty.SeriesId, empty.OriginalStartAt, empty.Status).ShouldBe((master.Id, Monday.AddDays(14), "cancelled"));
        empty.DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Deleting_a_series_in_google_deletes_its_exceptions_and_nothing_of_others()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = Series(world);
        world.Person.EditInstance(world.Calendar, series, Monday.AddDays(7), Json("""{"summary":"Exceptionnel"}"""));
        world.GoogleInsert("Autre");
        await world.SettleAsync();

        world.Person.Delete(world.Calendar, series);
        await world.SettleAsync();

        (await world.RowsAsync()).Where(r => r.DeletedAt is null).Select(r => r.Title).ShouldBe(["Autre"]);
    }

    [Fact]
    public async Task A_hole_in_google_does_not_delete_the_series()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = Series(world);
        await world.SettleAsync();

        world.Person.CancelInstance(world.Calendar, series, Monday.AddDays(14));
        await world.SettleAsync();

        (await world.RowAsync(series)).DeletedAt.ShouldBeNull();
        world.GoogleEvents().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_exception_edited_on_both_sides_merges_like_any_event()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = Series(world);
        var moved = (string)world.Person.EditInstance(world.Calendar, series, Monday.AddDays(7), Json("""{"summary":"Exceptionnel"}"""))["id"]!;
        await world.SettleAsync();
        var row = await world.RowAsync(moved);
        await world.AppEditAsync(row.Id, "title = 'App'");
        world.Person.Edit(world.Calendar, moved, """{"location":"Google"}""");

        await world.PushAsync();
        await world.SettleAsync();

        row = await world.RowAsync(moved);
        (row.Title, row.Location).ShouldBe(("App", "Google"));
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    private static string Series(SyncWorld world) => (string)world.Person.Insert(
        world.Calendar,
        """
        {"summary":"Hebdomadaire","start":{"dateTime":"2026-02-23T10:00:00+01:00","timeZone":"Europe/Paris"},
         "end":{"dateTime":"2026-02-23T11:00:00+01:00","timeZone":"Europe/Paris"},"recurrence":["RRULE:FREQ=WEEKLY;COUNT=10"]}
        """)["id"]!;

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
