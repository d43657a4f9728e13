using System.Globalization;
using System.Text.Json.Nodes;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>
/// When an event takes place crosses both ways without a shift: whole days with exclusive ends, several days, midnight, the nights when the clocks change,
/// other zones and names of zones.
/// </summary>
public sealed class DaysStories
{
    //   Paris       Sat 28 March          Sun 29 March (23 hours)   Mon 30 March          Tue 31 March
    //   day         [=================)   .                         .                     .                     one day
    //   days        [===============================================================)     .                     three, over the change
    //   change      .                     [=====================)   .                     .                     the short day itself
    //   midnight    .               23:30[---]00:30                 .                     .
    //   gap         .                     .   01:30[--]03:30        .                     .                     one hour long
    //   long        .      18:00[-------------------------------------------]09:00        .
    //   tokyo       .     16:00[----]17:00 .                        .                     .                     midnight in Tokyo
    //
    //   Paris       Sat 24 October        Sun 25 October (25 hours) Mon 26 October
    //   autumn      [===============================================================)                           three days
    //   first       .                     .   02:30[-]02:45 (summer)
    //   twice       .                     .   02:30 (summer)[------]02:30 (winter)                              one hour long
    //   newyork     .          20:00[-----------]03:00 (winter)                                                 21 hours ... 14:00 to 22:00 in New York
    private const string Table = """
        day      | 2026-03-28                | 2026-03-29                | -
        days     | 2026-03-28                | 2026-03-31                | -
        change   | 2026-03-29                | 2026-03-30                | -
        midnight | 2026-03-28T23:30:00+01:00 | 2026-03-29T00:30:00+01:00 | Europe/Paris
        gap      | 2026-03-29T01:30:00+01:00 | 2026-03-29T03:30:00+02:00 | Europe/Paris
        long     | 2026-03-28T18:00:00+01:00 | 2026-03-30T09:00:00+02:00 | Europe/Paris
        tokyo    | 2026-03-28T16:00:00+01:00 | 2026-03-28T17:00:00+01:00 | Asia/Tokyo
        autumn   | 2026-10-24                | 2026-10-27                | -
        first    | 2026-10-25T02:30:00+02:00 | 2026-10-25T02:45:00+02:00 | Europe/Paris
        twice    | 2026-10-25T02:30:00+02:00 | 2026-10-25T02:30:00+01:00 | Europe/Paris
        newyork  | 2026-10-24T20:00:00+02:00 | 2026-10-25T03:00:00+01:00 | America/New_York
        leap     | 2028-02-28                | 2028-03-01                | -
        newyear  | 2026-12-31T23:00:00+01:00 | 2027-01-01T01:00:00+01:00 | Europe/Paris
        """;

    private static readonly string[][] Drawn = [.. Table.Split('\n').Select(l => l.Split('|').Select(c => c.Trim()).ToArray())];

    [Fact]
    public async Task What_the_application_writes_is_in_google_on_the_same_days_and_at_the_same_times()
    {
        await using var world = await SyncWorld.CreateAsync();
        foreach (var line in Drawn)
        {
            await InsertAsync(world, line);
        }

        await world.SettleAsync();

        world.GoogleEvents().Select(Line).ShouldBe(Drawn.Select(d => string.Join(" | ", d)), ignoreOrder: true);
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task What_a_person_enters_is_in_the_application_on_the_same_days_and_at_the_same_times()
    {
        await using var world = await SyncWorld.CreateAsync();
        foreach (var line in Drawn)
        {
            Enter(world, line);
        }

        await world.SettleAsync();

        (await world.RowsAsync()).Select(r => (r.Title, r.AllDay, r.StartDate, r.EndDate, r.StartAt, r.EndAt, r.TimeZone)).ShouldBe(
            Drawn.Select(d => IsDay(d[1])
                ? (d[0], true, Day(d[1]), Day(d[2]), null, null, null)
                : ((string?)d[0], false, (DateOnly?)null, (DateOnly?)null, (DateTimeOffset?)At(d[1]), (DateTimeOffset?)At(d[2]), (string?)d[3])),
            ignoreOrder: true);
        await world.ShouldBeQuietAsync();
    }

    // Every event becomes every other one in turn, from one side and then from the other: hours become days and days hours.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_of_them_becomes_each_other(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await InsertAsync(world, Drawn[0]);
        await world.SettleAsync();

        foreach (var line in Drawn.Concat(Drawn.Reverse()).Concat([Drawn[4], Drawn[1], Drawn[5], Drawn[7]]))
        {
            if (fromApp)
            {
                await world.AppAsync(
                    """
                    UPDATE events SET all_day = @allDay, start_date = @startDate, end_date = @endDate, start_at = @startAt, end_at = @endAt, time_zone = @zone, title = @title WHERE id = @id
                    """,
                    Columns(line, id));
            }
            else
            {
                world.GoogleEdit(id, Body(line, cleared: true).ToJsonString());
            }

            await world.SettleAsync();
            Line(world.GoogleEvent(id)!).ShouldBe(string.Join(" | ", line));
        }

        await world.ShouldBeQuietAsync();
    }

    // Reminders are kept through hours, days and hours again, whoever changes them; what Google fills in for whole days is nobody's edit.
    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, """{"useDefault":false,"overrides":[{"method":"popup","minutes":15}]}""")]
    [InlineData(false, """{"useDefault":false,"overrides":[{"method":"popup","minutes":15}]}""")]
    [InlineData(true, """{"useDefault":true}""")]
    [InlineData(false, """{"useDefault":true}""")]
    [InlineData(true, """{"useDefault":false}""")]
    [InlineData(false, """{"useDefault":false}""")]
    public async Task Reminders_go_along_from_hours_to_days_and_back(bool fromApp, string? reminders)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await InsertAsync(world, Drawn[3]);
        await world.AppAsync("UPDATE events SET reminders = @reminders::jsonb WHERE id = @id", new { id, reminders });
        await world.SettleAsync();
        var said = GoogleSide.Reminders(world.GoogleEvent(id)!["reminders"]);

        foreach (var line in new[] { Drawn[1], Drawn[5], Drawn[7], Drawn[3] })
        {
            if (fromApp)
            {
                await world.AppAsync(
                    "UPDATE events SET all_day = @allDay, start_date = @startDate, end_date = @endDate, start_at = @startAt, end_at = @endAt, time_zone = @zone WHERE id = @id",
                    Columns(line, id));
            }
            else
            {
                var patch = Body(line, cleared: true);
                patch.Remove("summary");
                world.GoogleEdit(id, patch.ToJsonString());
            }

            await world.SettleAsync();
        }

        GoogleSide.Reminders(world.GoogleEvent(id)!["reminders"]).ShouldBe(said);
        (await world.ConflictsAsync()).ShouldBeEmpty();
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task A_zone_of_windows_is_its_iana_zone_in_google_and_keeps_its_own_name_here()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=7");
        await world.AppEditAsync(series, "time_zone = 'Romance Standard Time'");
        await AppExceptionAsync(world, series, 14, "Exception");
        await world.PushAsync();
        await world.PullAsync();
        await world.ShouldBeQuietAsync();
        ((string?)world.GoogleEvent(series)!["start"]!["timeZone"]).ShouldBe("Europe/Paris");
        (await world.RowAsync(series)).TimeZone.ShouldBe("Romance Standard Time");
        Instances(world, series)[^1].ShouldBe("2026-04-06T10:00:00+02:00 Hebdo");
        await EndAsync(world);

        // An edit of anything else leaves it; a new time from Google says the zone as Google does; and the application may say it in its own way again.
        world.GoogleEdit(series, """{"location":"Salle 2"}""");
        await world.PullAsync();
        (await world.RowAsync(series)).TimeZone.ShouldBe("Romance Standard Time");
        await EndAsync(world);

        world.GoogleEdit(series, """{"start":{"dateTime":"2026-02-23T11:00:00+01:00"},"end":{"dateTime":"2026-02-23T12:00:00+01:00"}}""");
        await world.PullAsync();
        (await world.RowAsync(series)).TimeZone.ShouldBe("Europe/Paris");
        await EndAsync(world);

        await world.AppEditAsync(series, "time_zone = 'Tokyo Standard Time'");
        await world.PushAsync();
        await world.PullAsync();
        ((string?)world.GoogleEvent(series)!["start"]!["timeZone"]).ShouldBe("Asia/Tokyo");
        await EndAsync(world);
    }

    [Fact]
    public async Task A_zone_that_nobody_knows_fails_alone_and_says_why()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Mars");
        await world.AppEditAsync(id, "time_zone = 'Mars/Olympus'");
        await world.AppInsertAsync("Terre");

        await world.PushAsync();

        world.GoogleTitles().ShouldBe(["Terre"]);
        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldBe("refused: unknownTimeZone");
        await world.ShouldBeQuietAsync();
    }

    // A flight begins in one zone and ends in another. Rows have one zone; the other one is Google's and survives.
    [Fact]
    public async Task A_flight_keeps_the_zone_it_lands_in()
    {
        await using var world = await SyncWorld.CreateAsync();
        var flight = (string)world.Person.Insert(
            world.Calendar,
            """
            {"summary":"Vol","start":{"dateTime":"2026-03-10T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-03-10T13:00:00-04:00","timeZone":"America/New_York"}}
            """)["id"]!;
        await world.SettleAsync();
        var row = await world.RowAsync(flight);
        (row.StartAt, row.EndAt, row.TimeZone).ShouldBe((At("2026-03-10T09:00:00Z"), At("2026-03-10T17:00:00Z"), "Europe/Paris"));

        await world.AppEditAsync(row.Id, "start_at = start_at + interval '1 day', end_at = end_at + interval '1 day', title = 'Vol, reporté'");
        await world.SettleAsync();

        var there = world.Google.Event(world.Calendar, flight)!;
        ((string?)there["end"]!["timeZone"], (string?)there["end"]!["dateTime"]).ShouldBe(("America/New_York", "2026-03-11T18:00:00+01:00"));
        await world.ShouldBeQuietAsync();
    }

    private static Task<Guid> InsertAsync(SyncWorld world, string[] line) => world.AppAsync<Guid>(
        $"""
        INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, start_at, end_at, time_zone)
        VALUES ('{world.Company}', '{world.User}', @title, @allDay, @startDate, @endDate, @startAt, @endAt, @zone) RETURNING id
        """,
        Columns(line, Guid.Empty));

    private static object Columns(string[] line, Guid id) => new
    {
        id,
        title = line[0],
        allDay = IsDay(line[1]),
        startDate = IsDay(line[1]) ? Day(line[1]) : (DateOnly?)null,
        endDate = IsDay(line[2]) ? Day(line[2]) : (DateOnly?)null,
        startAt = IsDay(line[1]) ? (DateTimeOffset?)null : At(line[1]),
        endAt = IsDay(line[2]) ? (DateTimeOffset?)null : At(line[2]),
        zone = line[3] is "-" ? null : line[3],
    };

    private static void Enter(SyncWorld world, string[] line) => world.Person.Insert(world.Calendar, Body(line, cleared: false));

    private static JsonObject Body(string[] line, bool cleared)
    {
        JsonObject Side(string moment)
        {
            var side = IsDay(moment) ? new JsonObject { ["date"] = moment } : new JsonObject { ["dateTime"] = moment, ["timeZone"] = line[3] };
            foreach (var other in new[] { "date", "dateTime", "timeZone" }.Where(o => cleared && !side.ContainsKey(o)))
            {
                // A patch merges: what an event of the other kind had has to go.
                side[other] = null;
            }

            return side;
        }

        return new JsonObject { ["summary"] = line[0], ["start"] = Side(line[1]), ["end"] = Side(line[2]) };
    }

    /// <summary>The event as the table has it. Google gives times in the calendar's zone, which is Paris here.</summary>
    private static string Line(JsonObject e) =>
        $"{e["summary"]} | {e["start"]!["date"] ?? e["start"]!["dateTime"]} | {e["end"]!["date"] ?? e["end"]!["dateTime"]} | {(string?)e["start"]!["timeZone"] ?? "-"}";

    private static bool IsDay(string moment) => moment.Length == 10;

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUniversalTime();
}
