using CalendarSync.Tests.Simulation;
using CalendarSync.Tests.Simulation.Telling;

namespace CalendarSync.Tests.Scenarios;

/// <summary>
/// People move events between synced calendars while workers are at work. Each of these is the shortest form of a random story that broke a promise;
/// <c>docs/simulation.md</c> says how to read them, and all its promises are judged.
/// </summary>
public sealed class MoveRaceStories
{
    [Fact]
    public Task An_answer_that_is_stored_after_a_page_has_found_the_event_elsewhere_does_not_take_it_back() => HoldsAsync(
        """
        app insert e1 title=e1.v1 hour=1 role=first
        w1 push
        w1 goes 7
        google move e1
        w2 pull
        w2 goes on
        w1 goes on
        """);

    [Fact]
    public Task A_role_that_is_given_while_the_insert_is_on_its_way_moves_the_event_afterwards() => HoldsAsync(
        """
        app insert e1 title=e1.v1 day=2 role=first
        w1 push
        w1 goes 6
        app edit e1 reminder=10 role=second
        """);

    [Fact]
    public Task An_event_that_comes_back_is_not_taken_for_what_it_left_behind() => HoldsAsync(
        """
        google insert e2 title=e2.v5 location=v6 hour=4 calendar=2
        google move e2
        w1 lists
        w1 goes on
        google move e2
        w2 lists
        w2 goes on
        """);

    [Fact]
    public Task An_edit_waits_until_google_shows_where_the_event_went() => HoldsAsync(
        """
        given lag=90
        app insert e2 title=e2.v4 location=v5 hour=1006 role=second
        w1 push
        w1 goes on
        world waits 1000
        google move e2
        world waits 61
        app edit e2 title=e2.v10
        w1 push
        w1 goes on
        app edit e2 transparency=transparent role=first
        """);

    [Fact]
    public Task An_event_that_has_gone_back_while_its_page_was_applied_is_no_second_row() => HoldsAsync(
        """
        app insert e1 title=e1.v1 day=2 role=first
        w1 push
        w1 goes on
        google move e1
        w1 hears
        w1 goes 6
        google move e1
        app edit e1 title=e1.v12 role=second
        w1 goes 8
        """);

    [Fact]
    public Task A_write_in_doubt_is_not_met_by_the_tombstone_of_a_move() => HoldsAsync(
        """
        google insert e1 title=e1.v2 location=v3 hour=1001 calendar=2
        w1 pull
        w1 goes on
        world fault write cut
        app edit e1 hour=1006 role=second
        w1 push
        w1 goes on
        google move e1
        """);

    [Fact]
    public Task A_cancellation_that_loses_to_an_edit_still_follows_the_role() => HoldsAsync(
        """
        app insert e2 title=e2.v3 hour=1004 role=second
        w1 push
        w1 goes on
        google edit e2 transparency=transparent
        app edit e2 color=#dc2127 role=first
        w1 push
        app cancel e2
        w1 goes 12
        """);

    [Fact]
    public Task An_edit_survives_where_the_calendar_that_the_event_left_is_heard_first() => HoldsAsync(
        """
        given policy=google-wins
        google insert e2 title=e2.v5 location=v6 hour=4 calendar=2
        w1 pull
        w1 goes on
        google move e2
        app edit e2 title=e2.v16
        w1 lists
        w1 goes on
        google move e2
        """);

    [Fact]
    public Task A_cancelled_event_that_a_person_moves_to_and_fro_lives_as_google_says() => HoldsAsync(
        """
        google insert e1 title=e1.v2 day=1 calendar=2
        w1 pull
        w1 goes on
        google move e1
        app cancel e1
        w1 lists
        w1 goes on
        google move e1
        """);

    [Fact]
    public Task An_event_that_google_does_not_show_yet_is_not_taken_for_deleted_because_a_write_is_in_doubt() => HoldsAsync(
        """
        given lag=30
        app insert e1 title=e1.v1 location=v2 hour=1003 role=first
        w2 push
        w2 goes on
        world fault write lost-500
        app edit e1 location=v9
        w1 push
        w1 goes on
        app edit e1 hour=10
        google edit e1 hour=11
        w1 push
        w1 goes on
        """);

    [Fact]
    public Task A_move_in_doubt_that_is_taken_back_does_not_hold_up_a_deletion() => HoldsAsync(
        """
        given skew=-600
        google insert e1 title=e1.v2 location=v3 hour=1001 calendar=2
        w1 pull
        w1 goes on
        google move e1
        google move e1
        world fault write cut
        google edit e1 title=e1.v5
        app edit e1 description=v8 role=first
        w1 push
        w1 goes on
        google move e1
        app cancel e1
        """);

    [Fact]
    public Task A_deleted_row_that_lives_again_is_looked_for_where_a_person_may_have_moved_its_event() => HoldsAsync(
        """
        app insert e2 title=e2.v1 hour=2 role=second
        w1 push
        w1 goes 7
        world waits 61
        google move e2
        app delete e2
        w1 goes on
        app restore e2 title=e2.v8
        w1 push
        w1 goes on
        """);

    [Fact]
    public Task A_row_that_google_brings_back_to_life_has_the_role_of_its_calendar() => HoldsAsync(
        """
        app insert e2 title=e2.v3 hour=1004 role=second
        w1 push
        w1 goes on
        google edit e2 transparency=transparent
        app purge e2
        w1 push
        w1 goes 6
        app insert e2 title=e2.r3688 hour=2940 role=second
        app edit e2 color=#dc2127 role=first
        w1 goes on
        w1 push
        app cancel e2
        w1 goes 12
        google edit e2 location=v17
        """);

    [Fact]
    public async Task An_event_that_cannot_come_back_to_a_calendar_that_cleared_it_away_stays_where_it_is_and_says_why()
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        var perso = world.Google.AddCalendar(SyncWorld.Email, "Perso");
        var medecin = world.Google.AddCalendar(SyncWorld.Email, "Médecin");
        await world.ConnectAsync(perso, "perso");
        await world.ConnectAsync(medecin, "medecin");
        var id = await world.AppInsertAsync("A", role: "medecin");
        await world.SettleAsync();
        await world.AppEditAsync(id, "role = 'perso'");
        await world.SettleAsync();
        world.Google.PurgeTrash(medecin);
        await world.SettleAsync();
        world.Google.Calls.Reset();

        await world.AppEditAsync(id, "role = 'medecin'");
        await world.PushAsync();
        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(2, "the move, and a look; no more for as long as nobody edits it");
        (await world.QueueAsync()).ShouldContain(q => q.Status == "failed" && q.ErrorMessage == "refused: idTakenInThatCalendar");
        world.Google.LiveEvents(perso).Count.ShouldBe(1);
        await world.AppEditAsync(id, "role = 'perso'");
        await world.SettleAsync();
        (await world.RowAsync(id)).GoogleCalendarId.ShouldBe(perso);
    }

    private static async Task HoldsAsync(string story)
    {
        await using var bed = await TestBed.CreateAsync();
        var outcome = await Stage.PlayAsync(bed, Story.Parse("given calendars=2\n" + story));
        outcome.Broken.ShouldBeEmpty();
    }
}
