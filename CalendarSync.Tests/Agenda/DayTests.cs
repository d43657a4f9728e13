using CalendarSync.Core.Agenda;

namespace CalendarSync.Tests.Agenda;

/// <summary>Which events a day holds. The day is Monday 16 February 2026 in Paris (UTC+1) where nothing else is said.</summary>
public sealed class DayTests
{
    //   15 Feb            |  16 Feb                                        |  17 Feb
    //   22    23          00    01   ...   09    10   ...    22    23     00    01
    //   [ a       ]       |                                                |              ends before
    //         [ b         )                                                |              ends at midnight: the day before
    //         [ c         |     ]                                          |              goes over midnight
    //                     [ d   ]                                          |              begins at midnight
    //                     .e                                               |              has no length
    //                     |              [ f   ]                           |
    //                     |                                  [ g           )              ends at midnight
    //                     |                                  [ h           |     ]        goes into the next day
    //                     |                                                [ i   ]        begins at its end
    //   [ j               |                                                |        ]     three days long
    private static readonly (string Title, string Start, string End)[] Drawn =
    [
        ("a", "2026-02-15 22:00+01", "2026-02-15 23:30+01"), ("b", "2026-02-15 23:00+01", "2026-02-16 00:00+01"),
        ("c", "2026-02-15 23:00+01", "2026-02-16 00:30+01"), ("d", "2026-02-16 00:00+01", "2026-02-16 00:30+01"),
        ("e", "2026-02-16 00:00+01", "2026-02-16 00:00+01"), ("f", "2026-02-16 09:00+01", "2026-02-16 10:00+01"),
        ("g", "2026-02-16 22:00+01", "2026-02-17 00:00+01"), ("h", "2026-02-16 22:30+01", "2026-02-17 00:30+01"),
        ("i", "2026-02-17 00:00+01", "2026-02-17 01:00+01"), ("j", "2026-02-15 20:00+01", "2026-02-17 08:00+01"),
    ];

    [Theory]
    [InlineData("2026-02-15", "Europe/Paris", "j a b c")]
    [InlineData("2026-02-16", "Europe/Paris", "j c d e f g h")]
    [InlineData("2026-02-17", "Europe/Paris", "j h i")]
    [InlineData("2026-02-16", "America/New_York", "j f g h i")] // six hours later: 06:00 to 06:00 in Paris
    [InlineData("2026-02-16", "Asia/Tokyo", "j a b c d e f")] // eight hours earlier: 16:00 to 16:00 in Paris
    public async Task A_day_holds_what_overlaps_it(string date, string zone, string titles)
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        foreach ((string title, string start, string end) in Drawn)
        {
            await world.TimedAsync(title, start, end);
        }

        (await world.TitlesAsync(date, zone)).ShouldBe(titles);
    }

    //   13 Fri  14 Sat  15 Sun  16 Mon  17 Tue
    //   [ a   ) [ b                   )              a: one day; b: three days
    //                           [ c   )              c: the Monday
    //                                   [ d   )
    [Theory]
    [InlineData("2026-02-13", "a")]
    [InlineData("2026-02-14", "b")]
    [InlineData("2026-02-16", "b c")]
    [InlineData("2026-02-17", "d")]
    [InlineData("2026-02-18", "")]
    public async Task All_day_events_are_on_their_days_whatever_the_zone(string date, string titles)
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.DaysAsync("a", "2026-02-13", "2026-02-14");
        await world.DaysAsync("b", "2026-02-14", "2026-02-17");
        await world.DaysAsync("c", "2026-02-16", "2026-02-17");
        await world.DaysAsync("d", "2026-02-17", "2026-02-18");

        foreach (string zone in new[] { "Europe/Paris", "Pacific/Kiritimati", "America/Los_Angeles" })
        {
            (await world.TitlesAsync(date, zone)).ShouldBe(titles, zone);
        }
    }

    // Paris, 29 March 2026: 23 hours. The first of each pair is inside, the second is not.
    //   UTC   28th 23:00                                29th 22:00
    //         | 00:00 01:00 03:00 ...             23:59 | 00:00
    [Fact]
    public async Task A_day_is_as_long_as_the_clock_makes_it()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.TimedAsync("first", "2026-03-28 23:00Z", "2026-03-28 23:15Z");
        await world.TimedAsync("before", "2026-03-28 22:45Z", "2026-03-28 23:00Z");
        await world.TimedAsync("last", "2026-03-29 21:45Z", "2026-03-29 22:00Z");
        await world.TimedAsync("after", "2026-03-29 22:00Z", "2026-03-29 22:15Z");

        (await world.TitlesAsync("2026-03-29")).ShouldBe("first last");
    }

    // Paris, 25 October 2026: 25 hours, and half past two comes twice.
    //   UTC   24th 22:00              00:30   01:00   01:30                  23:00
    //         | 00:00 ...             02:30 | 02:00   02:30 ...        23:59 | 00:00
    [Fact]
    public async Task A_day_of_twenty_five_hours_holds_both_its_half_past_twos()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.TimedAsync("before", "2026-10-24 21:45Z", "2026-10-24 22:00Z");
        await world.TimedAsync("first", "2026-10-24 22:00Z", "2026-10-24 22:15Z");
        await world.TimedAsync("summer", "2026-10-25 00:30Z", "2026-10-25 00:45Z");
        await world.TimedAsync("winter", "2026-10-25 01:30Z", "2026-10-25 01:45Z");
        await world.TimedAsync("last", "2026-10-25 22:45Z", "2026-10-25 23:00Z");
        await world.TimedAsync("after", "2026-10-25 23:00Z", "2026-10-25 23:15Z");
        await world.DaysAsync("day", "2026-10-25", "2026-10-26");

        (await world.TitlesAsync("2026-10-25")).ShouldBe("day first summer winter last");
    }

    // In Beirut the clocks go from midnight to one o'clock on 29 March 2026: the day has no midnight.
    //   UTC   28th 22:00                                 29th 21:00
    //         | 01:00 ...                          23:59 | 00:00
    [Fact]
    public async Task A_day_without_a_midnight_begins_at_one()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.TimedAsync("before", "2026-03-28 21:45Z", "2026-03-28 22:00Z");
        await world.TimedAsync("first", "2026-03-28 22:00Z", "2026-03-28 22:15Z");
        await world.TimedAsync("last", "2026-03-29 20:45Z", "2026-03-29 21:00Z");
        await world.TimedAsync("after", "2026-03-29 21:00Z", "2026-03-29 21:15Z");
        await world.DaysAsync("day", "2026-03-29", "2026-03-30");

        (await world.TitlesAsync("2026-03-28", "Asia/Beirut")).ShouldBe("before");
        (await world.TitlesAsync("2026-03-29", "Asia/Beirut")).ShouldBe("day first last");
        (await world.TitlesAsync("2026-03-30", "Asia/Beirut")).ShouldBe("after");
    }

    [Fact]
    public async Task Today_is_the_clock_s_day_in_the_zone_that_is_asked_for_or_configured()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.DaysAsync("16", "2026-02-16", "2026-02-17");
        await world.DaysAsync("17", "2026-02-17", "2026-02-18");
        world.Clock.Advance(new DateTimeOffset(2026, 2, 16, 23, 30, 0, TimeSpan.Zero) - world.Clock.GetUtcNow());

        (await world.TitlesAsync(null)).ShouldBe("17", "Europe/Paris is the setting's default, and there it is half past midnight");
        (await world.TitlesAsync(null, "UTC")).ShouldBe("16");
        (await world.TitlesAsync("", "America/New_York")).ShouldBe("16");
    }

    [Fact]
    public async Task Events_come_by_start_and_what_lasts_all_day_before_what_begins_with_the_day()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.TimedAsync("late", "2026-02-16 18:00+01", "2026-02-16 19:00+01");
        await world.TimedAsync("midnight", "2026-02-16 00:00+01", "2026-02-16 01:00+01");
        await world.DaysAsync("day", "2026-02-16", "2026-02-17");
        await world.DaysAsync("days", "2026-02-15", "2026-02-18");
        await world.TimedAsync("daily", "2026-01-05 09:00+01", "2026-01-05 10:00+01", "RRULE:FREQ=DAILY");

        (await world.TitlesAsync("2026-02-16")).ShouldBe("days day midnight daily late");
    }

    [Fact]
    public async Task What_was_deleted_belongs_to_others_or_has_another_role_is_absent()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        await world.TimedAsync("garde", "2026-02-16 09:00+01", "2026-02-16 10:00+01", role: "medecin");
        await world.TimedAsync("cours", "2026-02-16 11:00+01", "2026-02-16 12:00+01", role: "enseignant");
        await world.TimedAsync("serie", "2026-02-09 13:00+01", "2026-02-09 14:00+01", "RRULE:FREQ=WEEKLY", role: "medecin");
        await world.TimedAsync("ailleurs", "2026-02-16 09:00+01", "2026-02-16 10:00+01", company: AgendaWorld.Other, role: "medecin");
        Guid deleted = await world.TimedAsync("jeté", "2026-02-16 09:00+01", "2026-02-16 10:00+01", role: "medecin");
        await world.ExecuteAsync("UPDATE events SET deleted_at = now() WHERE id = @deleted", new { deleted });
        Guid cancelled = await world.TimedAsync("annulé", "2026-02-09 09:00+01", "2026-02-09 10:00+01", "RRULE:FREQ=DAILY", role: "medecin");
        await world.ExecuteAsync("UPDATE events SET status = 'cancelled' WHERE id = @cancelled", new { cancelled });

        (await world.TitlesAsync("2026-02-16", role: "medecin")).ShouldBe("garde serie");
        (await world.TitlesAsync("2026-02-16", role: "enseignant")).ShouldBe("cours");
        (await world.TitlesAsync("2026-02-16", role: "chercheur")).ShouldBe("");
        (await world.TitlesAsync("2026-02-16")).ShouldBe("garde cours serie");
    }

    [Fact]
    public async Task Of_somebody_else_s_private_event_only_the_time_is_told()
    {
        await using AgendaWorld world = await AgendaWorld.CreateAsync();
        Guid own = await world.TimedAsync("own", "2026-02-16 09:00+01", "2026-02-16 10:00+01");
        Guid theirs = await world.TimedAsync("theirs", "2026-02-16 11:00+01", "2026-02-16 12:00+01");
        await world.ExecuteAsync("UPDATE events SET visibility = 'private', location = 'clinic' WHERE id = ANY(@ids)", new { ids = new[] { own, theirs } });
        await world.ExecuteAsync("UPDATE events SET user_id = gen_random_uuid() WHERE id = @theirs", new { theirs });

        IReadOnlyList<AgendaEvent> events = await world.DayAsync("2026-02-16");

        events.Select(e => (e.Id, e.Title, e.Location)).ShouldBe([(own, "own", "clinic"), (theirs, null, null)]);
    }
}
