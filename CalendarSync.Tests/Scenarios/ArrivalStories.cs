using CalendarSync.Local.Emulator.Faults;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Exceptions and their series, in the wrong order: before it, without it, and while it is still on its way.</summary>
public sealed class ArrivalStories
{
    private const string Exception = """
        {"id":"serie0001_20260302T090000Z","etag":"\"1\"","status":"confirmed","updated":"2026-02-16T08:00:00.000Z","summary":"Exceptionnel","recurringEventId":"serie0001",
         "originalStartTime":{"dateTime":"2026-03-02T10:00:00+01:00","timeZone":"Europe/Paris"},
         "start":{"dateTime":"2026-03-02T14:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-03-02T15:00:00+01:00","timeZone":"Europe/Paris"}}
        """;

    private const string Hole = """
        {"id":"serie0001_20260309T090000Z","status":"cancelled","recurringEventId":"serie0001","originalStartTime":{"dateTime":"2026-03-09T10:00:00+01:00","timeZone":"Europe/Paris"}}
        """;

    [Fact]
    public async Task An_exception_and_a_hole_that_come_a_pass_before_their_series_find_it()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        world.Google.Faults.Next("events.list", Pages.With(Exception, Hole));
        await world.PullAsync();
        (await world.RowsAsync()).ShouldAllBe(r => r.SeriesId == null && r.RecurringEventId == "serie0001");
        await world.ShouldBeQuietAsync();

        world.Person.Insert(
            world.Calendar,
            """
            {"id":"serie0001","summary":"Hebdo","start":{"dateTime":"2026-02-23T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-23T11:00:00+01:00","timeZone":"Europe/Paris"},
             "recurrence":["RRULE:FREQ=WEEKLY;COUNT=4"]}
            """);
        world.Person.EditInstance(world.Calendar, "serie0001", Monday.AddDays(7), Json("""{"summary":"Exceptionnel"}"""));
        world.Person.CancelInstance(world.Calendar, "serie0001", Monday.AddDays(14));
        await world.SettleAsync();

        var master = await world.RowAsync("serie0001");
        foreach (var slot in new[] { 7, 14 })
        {
            (await world.RowAsync($"serie0001_{Monday.AddDays(slot):yyyyMMdd}T090000Z")).SeriesId.ShouldBe(master.Id);
        }

        (await LiveTitlesAsync(world)).ShouldBe(["Exceptionnel", "Hebdo"]);
        await EndAsync(world);
    }

    // Invited to one occurrence at first, and to all of them later.
    [Fact]
    public async Task An_occurrence_that_stood_alone_belongs_to_its_series_when_that_comes()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.AddAccount("paul@example.com", "Paul");
        var paul = world.Google.User("paul@example.com");
        var series = (string)paul.Insert(
            "primary",
            """
            {"summary":"Équipe","start":{"dateTime":"2026-02-23T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-23T11:00:00+01:00","timeZone":"Europe/Paris"},
             "recurrence":["RRULE:FREQ=WEEKLY;COUNT=4"]}
            """)["id"]!;
        paul.EditInstance("primary", series, Monday.AddDays(7), Json("""{"summary":"Équipe, invités","attendees":[{"email":"marie@example.com"}]}"""));
        await world.SettleAsync();
        (await world.RowsAsync()).ShouldHaveSingleItem().SeriesId.ShouldBeNull();

        paul.Edit("primary", series, """{"attendees":[{"email":"marie@example.com"}]}""");
        await world.SettleAsync();

        (await world.RowAsync(series + "_20260302T090000Z")).SeriesId.ShouldBe((await world.RowAsync(series)).Id);
        (await LiveTitlesAsync(world)).ShouldBe(["Équipe", "Équipe, invités"]);
        await EndAsync(world);
    }

    [Fact]
    public async Task An_exception_of_the_app_waits_while_its_series_cannot_be_sent()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        var hole = await AppExceptionAsync(world, series, 14, "Trou", "cancelled");
        world.Google.Faults.Next("events.insert", Fault.Unavailable());

        await world.PushAsync();
        world.GoogleEvents().ShouldBeEmpty();
        var waiting = (await world.QueueAsync()).Where(q => q.EventId == exception || q.EventId == hole).ToList();
        waiting.ShouldAllBe(q => q.Status == "pending");
        waiting.Single(q => q.EventId == exception).ErrorMessage.ShouldBe("waiting: its series is not in Google yet");
        await world.SettleAsync();

        Instances(world, series).Select(i => i[26..]).ShouldBe(["Hebdo", "Exception", "Hebdo"]);
        (await world.QueueAsync()).ShouldBeEmpty();
        await EndAsync(world);
    }

    [Fact]
    public async Task An_exception_whose_series_the_app_makes_later_waits_for_it()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var series = Guid.NewGuid();
        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        await world.AppInsertAsync("Autre");
        await world.PushAsync();
        world.GoogleTitles().ShouldBe(["Autre"]);

        await world.AppAsync(
            """
            INSERT INTO events (id, company_id, user_id, title, start_at, end_at, time_zone, recurrence)
            VALUES (@series, @Company, @User, 'Hebdo', @at, @at + interval '1 hour', 'Europe/Paris', '{RRULE:FREQ=WEEKLY;COUNT=4}')
            """,
            new { series, world.Company, world.User, at = Monday });
        await world.SettleAsync();

        (await world.RowAsync(exception)).GoogleEventId.ShouldBe(SyncWorld.GoogleId(series) + "_20260302T090000Z");
        Instances(world, series).Select(i => i[26..]).ShouldBe(["Hebdo", "Exception", "Hebdo", "Hebdo"]);
        await EndAsync(world);
    }

    // Made, changed and made a hole before anything was sent: one transaction, or three.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_series_its_exception_and_its_hole_are_sent_in_their_order_whatever_the_order_they_are_written_in(bool inOneTransaction)
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var series = Guid.NewGuid();
        string[] statements =
        [
            """
            INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, series_id, original_start_at)
            VALUES (@Company, @User, 'Exception', @at + interval '7 days', @at + interval '7 days 1 hour', 'Europe/Paris', @series, @at + interval '7 days')
            """,
            """
            INSERT INTO events (company_id, user_id, title, series_id, original_start_at, status) VALUES (@Company, @User, 'Trou', @series, @at + interval '14 days', 'cancelled')
            """,
            """
            INSERT INTO events (id, company_id, user_id, title, start_at, end_at, time_zone, recurrence)
            VALUES (@series, @Company, @User, 'Hebdo', @at, @at + interval '1 hour', 'Europe/Paris', '{RRULE:FREQ=WEEKLY;COUNT=4}')
            """,
        ];
        foreach (var sql in inOneTransaction ? [string.Join(';', statements)] : statements)
        {
            await world.AppAsync(sql, new { series, world.Company, world.User, at = Monday });
        }

        await world.PushAsync();
        await world.SettleAsync();

        Instances(world, series).Select(i => i[26..]).ShouldBe(["Hebdo", "Exception", "Hebdo"]);
        world.Google.Calls.Writes.ShouldBe(3, "one call for each");
        await EndAsync(world);
    }
}
