using System.Text.Json.Nodes;

using CalendarSync.Core;

using Microsoft.Extensions.DependencyInjection;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>
/// A bounded sync range and series. The range is 17 January to 17 April 2026 on the first day; a series is in it when one of its occurrences is, and then it is
/// here as a whole.
/// </summary>
public sealed class RangeSeriesStories : IAsyncLifetime
{
    private SyncWorld world = null!;

    public async Task InitializeAsync() => world = await SyncWorld.CreateAsync(replace: services =>
        services.AddSingleton(new SyncPolicy { Past = TimeSpan.FromDays(30), Future = TimeSpan.FromDays(60) }));

    public async Task DisposeAsync() => await world.DisposeAsync();

    //              17 Jan              16 Feb                17 Apr
    //   past   ----|                     today                  |
    //   long   ----|----------------------------                |
    //   near       |                         ----------------   |
    //   far        |                                            |   --------
    [Fact]
    public async Task Series_whose_occurrences_all_lie_outside_do_not_come_in_by_being_edited()
    {
        var past = Make("past", "2025-11-03", "RRULE:FREQ=WEEKLY;COUNT=6");
        Make("long", "2025-11-03", "RRULE:FREQ=WEEKLY;COUNT=18");
        Make("near", "2026-03-02", "RRULE:FREQ=WEEKLY;UNTIL=20260401T000000Z");
        var far = Make("far", "2026-05-04", "RRULE:FREQ=WEEKLY");
        await world.PullAsync();
        (await LiveTitlesAsync(world)).ShouldBe(["long", "near"]);

        foreach (var id in new[] { past, far })
        {
            world.Person.Edit(world.Calendar, id, """{"location":"Salle 2"}""");
        }

        world.Person.CancelInstance(world.Calendar, far, At("2026-05-11"));
        world.Person.EditInstance(world.Calendar, far, At("2026-05-18"), Json("""{"location":"Salle 3"}"""));
        Make("new far", "2026-06-01", "RRULE:FREQ=WEEKLY");
        await world.PullAsync();

        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["long", "near"]);
        await EndsAsync();
        await world.PullAsync(full: true);
        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["long", "near"], "a full listing says the same");
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task A_series_that_time_brings_in_comes_with_its_exceptions_and_holes()
    {
        var far = Make("far", "2026-05-04", "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.PullAsync();
        world.Person.CancelInstance(world.Calendar, far, At("2026-05-11"));
        world.Person.EditInstance(world.Calendar, far, At("2026-05-18"), Json("""{"summary":"exception"}"""));
        await world.PullAsync();
        (await world.RowsAsync()).ShouldBeEmpty();

        for (var day = 0; day < 45; day++)
        {
            world.Time.Advance(TimeSpan.FromDays(1));
            await world.PullAsync();
        }

        var series = await world.RowAsync(far);
        (await world.RowsAsync()).Where(r => r.Id != series.Id).Select(r => (r.SeriesId, r.Title, r.DeletedAt is null)).ShouldBe(
            [(series.Id, "exception", true), (series.Id, null, false)], ignoreOrder: true);
        await EndsAsync();
    }

    // Whatever takes the place of an occurrence that is in the range has to be here, or the application would show what is not there.
    [Fact]
    public async Task An_occurrence_that_is_moved_out_of_the_range_is_not_shown_where_it_was()
    {
        var series = Make("near", "2026-03-02", "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.PullAsync();

        var moved = (string)world.Person.EditInstance(
            world.Calendar, series, At("2026-03-09"), Json("""{"start":{"dateTime":"2026-08-03T10:00:00Z"},"end":{"dateTime":"2026-08-03T11:00:00Z"}}"""))["id"]!;
        world.Person.CancelInstance(world.Calendar, series, At("2026-03-16"));
        await world.PullAsync();

        (await world.RowAsync(moved)).StartAt.ShouldBe(new DateTimeOffset(2026, 8, 3, 10, 0, 0, TimeSpan.Zero));
        await EndAsync(world);
    }

    [Fact]
    public async Task An_occurrence_of_a_far_series_that_is_moved_into_the_range_stands_alone()
    {
        var far = Make("far", "2026-05-04", "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.PullAsync();

        var moved = (string)world.Person.EditInstance(
            world.Calendar, far, At("2026-05-11"), Json("""{"start":{"dateTime":"2026-03-03T10:00:00Z"},"end":{"dateTime":"2026-03-03T11:00:00Z"}}"""))["id"]!;
        await world.PullAsync();

        (await world.RowsAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.GoogleEventId.ShouldBe(moved), r => r.SeriesId.ShouldBeNull());
        await EndsAsync();
    }

    // Google forgets the token; what was deleted meanwhile is only missing in the next full listing.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_series_that_is_deleted_while_no_token_tells_is_deleted_here_too(bool isPurged)
    {
        var gone = Make("gone", "2025-11-03", "RRULE:FREQ=WEEKLY");
        world.Person.EditInstance(world.Calendar, gone, At("2026-03-02"), Json("""{"summary":"exception"}"""));
        Make("kept", "2025-11-03", "RRULE:FREQ=WEEKLY");
        var over = Make("over", "2025-12-22", "RRULE:FREQ=WEEKLY;COUNT=5");
        await world.PullAsync();
        (await LiveTitlesAsync(world)).ShouldBe(["exception", "gone", "kept", "over"]);

        world.Time.Advance(TimeSpan.FromDays(20));
        world.Person.Delete(world.Calendar, gone);
        world.Google.KillSyncTokens();
        if (isPurged)
        {
            world.Google.PurgeTrash(world.Calendar);
        }

        await world.PullAsync();

        (await LiveTitlesAsync(world)).ShouldBe(["kept", "over"], "what has left the range is not deleted");
        world.Google.Event(world.Calendar, over).ShouldNotBeNull();
        await EndsAsync();
    }

    [Fact]
    public async Task The_application_s_series_are_sent_and_kept_in_step_wherever_they_lie()
    {
        await world.PullAsync();
        var series = await world.AppAsync<Guid>(
            """
            INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, recurrence)
            VALUES (@Company, @User, 'ancien', '2019-03-04 10:00+01', '2019-03-04 11:00+01', 'Europe/Paris', '{RRULE:FREQ=WEEKLY;COUNT=3}') RETURNING id
            """,
            new { world.Company, world.User });
        await world.PushAsync();
        world.GoogleTitle(series).ShouldBe("ancien");

        world.GoogleEdit(series, """{"summary":"ancien, changé"}""");
        world.Person.CancelInstance(world.Calendar, SyncWorld.GoogleId(series), At("2019-03-11"));
        await world.PullAsync();
        await world.PullAsync(full: true);

        (await world.RowAsync(series)).Title.ShouldBe("ancien, changé");
        (await world.RowsAsync()).Count(r => r.SeriesId == series && r.DeletedAt is not null).ShouldBe(1);
        await EndsAsync();
    }

    private string Make(string title, string day, string rule) => (string)world.Person.Insert(
        world.Calendar,
        new JsonObject
        {
            ["summary"] = title,
            ["start"] = new JsonObject { ["dateTime"] = $"{day}T09:00:00Z", ["timeZone"] = "UTC" },
            ["end"] = new JsonObject { ["dateTime"] = $"{day}T10:00:00Z", ["timeZone"] = "UTC" },
            ["recurrence"] = new JsonArray(rule),
        })["id"]!;

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T09:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private Task EndsAsync() => world.ShouldBeQuietAsync();
}
