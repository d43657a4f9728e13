using CalendarSync.Core.Agenda;
using CalendarSync.Core.Security;

namespace CalendarSync.Tests.Agenda;

/// <summary>Series on a day: occurrences, exceptions, holes.</summary>
public sealed class SeriesDayTests
{
    //   Mon 9        Tue 10       Wed 11       Thu 12       Fri 13
    //   09:00        09:00        hole         14:00 moved  09:00
    [Fact]
    public async Task An_exception_stands_for_its_slot_and_a_hole_for_nothing()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        Guid series = await world.TimedAsync("daily", "2026-02-09 09:00+01", "2026-02-09 10:00+01", "RRULE:FREQ=DAILY;COUNT=5");
        await ExceptionAsync(world, series, "2026-02-11 09:00+01", "hole", "2026-02-11 09:00+01", "cancelled");
        Guid moved = await ExceptionAsync(world, series, "2026-02-12 09:00+01", "moved", "2026-02-12 14:00+01");

        (await world.TitlesAsync("2026-02-10")).ShouldBe("daily");
        (await world.TitlesAsync("2026-02-11")).ShouldBe("");
        AgendaEvent exception = (await world.DayAsync("2026-02-12")).ShouldHaveSingleItem();
        (exception.Id, exception.Title, exception.StartAt).ShouldBe((moved, "moved", new DateTimeOffset(2026, 2, 12, 13, 0, 0, TimeSpan.Zero)));
        AgendaEvent last = (await world.DayAsync("2026-02-13")).ShouldHaveSingleItem();
        (last.Id, last.StartAt, last.EndAt, last.TimeZone).ShouldBe(
            (series, new DateTimeOffset(2026, 2, 13, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 13, 9, 0, 0, TimeSpan.Zero), "Europe/Paris"));
        (await world.TitlesAsync("2026-02-14")).ShouldBe("");
    }

    //   Mon 9        Tue 10                  Wed 11
    //   09:00        09:00 -> moved to  ->   18:00, after the day's own 09:00
    [Fact]
    public async Task An_exception_is_on_the_day_it_was_moved_to()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        Guid series = await world.TimedAsync("daily", "2026-02-09 09:00+01", "2026-02-09 10:00+01", "RRULE:FREQ=DAILY");
        await ExceptionAsync(world, series, "2026-02-10 09:00+01", "moved", "2026-02-11 18:00+01");

        (await world.TitlesAsync("2026-02-10")).ShouldBe("");
        (await world.TitlesAsync("2026-02-11")).ShouldBe("daily moved");
    }

    [Fact]
    public async Task Exceptions_of_a_deleted_series_go_with_it()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        Guid series = await world.TimedAsync("daily", "2026-02-09 09:00+01", "2026-02-09 10:00+01", "RRULE:FREQ=DAILY");
        await ExceptionAsync(world, series, "2026-02-10 09:00+01", "moved", "2026-02-10 18:00+01");
        await world.ExecuteAsync("UPDATE events SET deleted_at = now() WHERE id = @series", new { series });

        (await world.TitlesAsync("2026-02-10")).ShouldBe("");
    }

    // The shift begins on the evening before and is still on at breakfast.
    //   Mon 9                 Tue 10                Wed 11
    //              22:00 ---- 06:00      22:00 ---- 06:00
    [Fact]
    public async Task An_occurrence_that_goes_over_midnight_is_on_both_days()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        Guid series = await world.TimedAsync("night", "2026-02-09 22:00+01", "2026-02-10 06:00+01", "RRULE:FREQ=DAILY;COUNT=2");

        (await world.DayAsync("2026-02-09")).Count.ShouldBe(1);
        (await world.DayAsync("2026-02-10")).Select(e => e.StartAt!.Value.Day).ShouldBe([9, 10]);
        (await world.DayAsync("2026-02-11")).Count.ShouldBe(1);

        await ExceptionAsync(world, series, "2026-02-09 22:00+01", "hole", "2026-02-09 22:00+01", "cancelled");
        (await world.DayAsync("2026-02-10")).Select(e => e.StartAt!.Value.Day).ShouldBe([10], "the hole is on the day before, and counts here too");
    }

    [Fact]
    public async Task All_day_series_have_days_exceptions_and_holes()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        Guid series = await world.DaysAsync("weekend", "2026-02-07", "2026-02-09", "RRULE:FREQ=WEEKLY|EXDATE;VALUE=DATE:20260228");
        await world.ExecuteAsync(
            """
            INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, series_id, original_start_date, status)
            VALUES (@Company, @User, 'hole', true, '2026-02-21', '2026-02-23', @series, '2026-02-21', 'cancelled')
            """,
            new { AgendaWorld.Company, AgendaWorld.User, series });

        AgendaEvent sunday = (await world.DayAsync("2026-02-15")).ShouldHaveSingleItem();
        (sunday.AllDay, sunday.StartDate, sunday.EndDate, sunday.StartAt).ShouldBe((true, new DateOnly(2026, 2, 14), new DateOnly(2026, 2, 16), null));
        (await world.TitlesAsync("2026-02-16")).ShouldBe("");
        (await world.TitlesAsync("2026-02-22")).ShouldBe("");
        (await world.TitlesAsync("2026-02-28")).ShouldBe("");
        (await world.TitlesAsync("2026-03-07")).ShouldBe("weekend");
    }

    // Nine o'clock in Paris before and after the clocks change on the 29th.
    [Theory]
    [InlineData("2026-03-28", 8)]
    [InlineData("2026-03-30", 7)]
    public async Task A_series_keeps_its_time_on_the_wall(string date, int utcHour)
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.TimedAsync("daily", "2026-02-09 09:00+01", "2026-02-09 10:00+01", "RRULE:FREQ=DAILY");

        (await world.DayAsync(date)).ShouldHaveSingleItem().StartAt!.Value.Hour.ShouldBe(utcHour);
    }

    // Half past two every night in Paris. On 29 March there is none: the hour is read by the offset before the gap. On 25 October there are two: the first.
    [Theory]
    [InlineData("2026-03-28", "01:30")]
    [InlineData("2026-03-29", "01:30")]
    [InlineData("2026-03-30", "00:30")]
    [InlineData("2026-10-24", "00:30")]
    [InlineData("2026-10-25", "00:30")]
    [InlineData("2026-10-26", "01:30")]
    public async Task In_the_nights_when_the_clocks_change_an_occurrence_is_there_once(string date, string utc)
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        Guid series = await world.TimedAsync("night", "2026-02-09 02:30+01", "2026-02-09 03:00+01", "RRULE:FREQ=DAILY");
        await world.DaysAsync("day", "2026-02-09", "2026-02-10", "RRULE:FREQ=DAILY");

        IReadOnlyList<AgendaEvent> events = await world.DayAsync(date);

        events.Select(e => e.Title).ShouldBe(["day", "night"]);
        events[1].StartAt!.Value.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(utc);

        // A hole is found by the same moment.
        await ExceptionAsync(world, series, $"{date} {utc}Z", "hole", $"{date} {utc}Z", "cancelled");
        (await world.TitlesAsync(date)).ShouldBe("day");
    }

    [Fact]
    public async Task A_series_that_names_no_zone_repeats_by_its_calendar_s()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        Guid series = await world.TimedAsync("daily", "2026-02-09 09:00+01", "2026-02-09 10:00+01", "RRULE:FREQ=DAILY");
        await world.ExecuteAsync(
            """
            INSERT INTO google_calendar_connections (company_id, user_id, calendar_id, time_zone) VALUES (@Company, @User, 'c@example.com', 'Europe/Paris');
            UPDATE events SET time_zone = NULL, google_calendar_id = 'c@example.com' WHERE id = @series
            """,
            new { AgendaWorld.Company, AgendaWorld.User, series });

        AgendaEvent summer = (await world.DayAsync("2026-07-01")).ShouldHaveSingleItem();
        (summer.StartAt!.Value.Hour, summer.TimeZone).ShouldBe((7, null));
    }

    [Fact]
    public async Task A_rule_that_nobody_can_read_or_afford_spoils_nothing_else()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.TimedAsync("bad", "2026-02-16 08:00+01", "2026-02-16 08:30+01", "RRULE:FREQ=SOMETIMES");
        await world.TimedAsync("never", "1990-02-16 08:00+01", "1990-02-16 08:30+01", "RRULE:FREQ=SECONDLY;BYMONTH=1,2;BYHOUR=1;BYSETPOS=1;COUNT=2000000000");
        await world.TimedAsync("good", "2026-02-09 09:00+01", "2026-02-09 10:00+01", "RRULE:FREQ=DAILY");

        (await world.TitlesAsync("2026-02-16")).ShouldBe("bad good");
        (await world.TitlesAsync("2026-02-17")).ShouldBe("good");
    }

    [Fact]
    public async Task Every_second_is_not_told_second_by_second()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.TimedAsync("tick", "2026-02-09 09:00+01", "2026-02-09 09:00:01+01", "RRULE:FREQ=SECONDLY");

        (await world.DayAsync("2026-02-16")).Count.ShouldBe(1_440);
    }

    [Fact]
    public async Task A_day_costs_the_same_statements_whatever_it_holds()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await AddAsync(world, 1);
        world.Statements.Reset();
        (await world.DayAsync("2026-02-16")).Count.ShouldBe(1);
        int one = world.Statements.Statements.Count;

        await AddAsync(world, 40);
        world.Statements.Reset();
        (await world.DayAsync("2026-02-16")).Count.ShouldBe(41);

        world.Statements.Statements.Count.ShouldBe(one, string.Join('\n', world.Statements.Statements));
    }

    [Theory]
    [InlineData("", null, null, "company_id")]
    [InlineData("not a uuid", null, null, "company_id")]
    [InlineData(null, "16/02/2026", null, "date")]
    [InlineData(null, "2026-02-30", null, "date")]
    [InlineData(null, "9999-12-31", null, "date")]
    [InlineData(null, "2026-02-16", "Europe/Atlantis", "time_zone")]
    public async Task What_cannot_be_asked_is_refused_by_name(string? company, string? date, string? zone, string named)
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();

        Answer<AgendaDay> answer = await world.AskAsync(new AgendaRequest(company ?? AgendaWorld.Company.ToString(), null, date, zone));

        answer.IsGiven(out _, out Refusal? refusal).ShouldBeFalse();
        refusal.Status.ShouldBe(400);
        refusal.Detail!.ShouldStartWith(named);
    }

    [Fact]
    public async Task Strangers_are_told_that_there_is_no_such_company()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();

        Answer<AgendaDay> answer = await world.AskAsync(new AgendaRequest(AgendaWorld.Company.ToString()), Guid.NewGuid());

        answer.IsGiven(out _, out Refusal? refusal).ShouldBeFalse();
        refusal.Status.ShouldBe(404);
    }

    private static async Task AddAsync(AgendaWorld world, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Guid series = await world.TimedAsync("daily", "2026-02-09 09:00+01", "2026-02-09 10:00+01", "RRULE:FREQ=DAILY");
            await ExceptionAsync(world, series, "2026-02-12 09:00+01", "moved", "2026-02-12 14:00+01");
        }
    }

    private static Task<Guid> ExceptionAsync(AgendaWorld world, Guid series, string slot, string title, string start, string status = "confirmed") => world.ExecuteAsync(
        """
        INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, series_id, original_start_at, status)
        VALUES (@Company, @User, @title, @start::timestamptz, @start::timestamptz + interval '1 hour', 'Europe/Paris', @series, @slot::timestamptz, @status) RETURNING id
        """,
        new { AgendaWorld.Company, AgendaWorld.User, title, start, series, slot, status });
}
