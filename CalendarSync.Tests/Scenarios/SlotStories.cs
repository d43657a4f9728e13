using CalendarSync.Core.Doctor;

using Microsoft.Extensions.DependencyInjection;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Exceptions of the application's that cannot be as they are written: a role that their series does not have, a slot that is taken.</summary>
public sealed class SlotStories
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exception_with_another_role_than_its_series_stays_in_the_calendar_of_the_series(bool roleGivenLater)
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        var perso = world.Google.AddCalendar(SyncWorld.Email, "Perso");
        var medecin = world.Google.AddCalendar(SyncWorld.Email, "Médecin");
        await world.ConnectAsync(perso, "perso");
        await world.ConnectAsync(medecin, "medecin");
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.AppEditAsync(series, "role = 'medecin'");
        await world.SettleAsync();

        var exception = await AppExceptionAsync(world, series, 7, "Exception");
        if (roleGivenLater)
        {
            await world.SettleAsync();
        }

        await world.AppEditAsync(exception, "role = 'perso', title = 'Ailleurs'");
        await world.SettleAsync();

        var row = await world.RowAsync(exception);
        (row.GoogleCalendarId, row.GoogleEventId, row.Role).ShouldBe((medecin, SyncWorld.GoogleId(series) + "_20260302T090000Z", "perso"));
        world.Google.LiveEvents(perso).ShouldBeEmpty();
        Instances(world, series).Contains("2026-03-02T10:00:00+01:00 Ailleurs", StringComparer.Ordinal).ShouldBeTrue();
        world.Google.Calls.Count("events.move").ShouldBe(0);
        (await ToldAsync(world, exception)).ShouldContain(line => line.Contains("it stays in the calendar of its series", StringComparison.Ordinal));
        (await world.QueueAsync()).ShouldAllBe(q => q.Status == "completed");
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task Exceptions_go_with_the_role_of_their_series()
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        var perso = world.Google.AddCalendar(SyncWorld.Email, "Perso");
        var medecin = world.Google.AddCalendar(SyncWorld.Email, "Médecin");
        await world.ConnectAsync(perso, "perso");
        await world.ConnectAsync(medecin, "medecin");
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.AppEditAsync(series, "role = 'medecin'");
        await world.SettleAsync();
        world.Person.EditInstance(medecin, SyncWorld.GoogleId(series), Monday.AddDays(7), Json("""{"summary":"Exception"}"""));
        await world.SettleAsync();

        await world.AppEditAsync(series, "role = 'perso'");
        await world.SettleAsync();

        (await world.RowsAsync()).Select(r => (r.Title, r.Role, r.GoogleCalendarId)).ShouldBe([("Exception", "perso", perso), ("Hebdo", "perso", perso)]);
        await world.ShouldBeQuietAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_rows_for_one_slot_the_first_is_the_occurrence_and_the_other_says_why_it_is_not(bool inOneBatch)
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();
        var first = await AppExceptionAsync(world, series, 7, "Première");
        if (!inOneBatch)
        {
            await world.SettleAsync();
        }

        var second = await AppExceptionAsync(world, series, 7, "Seconde");
        await world.PushAsync();
        await world.PushAsync();

        Instances(world, series).ShouldBe(
            ["2026-02-23T10:00:00+01:00 Hebdo", "2026-03-02T10:00:00+01:00 Première", "2026-03-09T10:00:00+01:00 Hebdo", "2026-03-16T10:00:00+01:00 Hebdo"]);
        (await world.RowAsync(first)).GoogleEventId.ShouldNotBeNull();
        (await world.RowAsync(second)).GoogleEventId.ShouldBeNull();
        var refused = (await world.QueueAsync()).Single(q => q.EventId == second);
        (refused.Status, refused.ErrorMessage).ShouldBe(("failed", "refused: slotTaken"));
        (await ToldAsync(world, second))[0].ShouldStartWith("Another row stands for the same occurrence of the series.");
        await world.ShouldBeQuietAsync();

        // The one too many goes, and takes nothing along.
        await world.AppDeleteAsync(second);
        await world.SettleAsync();
        Instances(world, series).Contains("2026-03-02T10:00:00+01:00 Première", StringComparer.Ordinal).ShouldBeTrue();
        (await world.QueueAsync()).ShouldAllBe(q => q.Status == "completed");
        await EndAsync(world);
    }

    [Fact]
    public async Task A_second_row_for_a_slot_takes_its_place_once_the_first_is_gone()
    {
        await using var world = await SyncWorld.CreateAsync();
        var series = await AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=4");
        await world.SettleAsync();
        var first = await AppExceptionAsync(world, series, 7, "Première");
        var second = await AppExceptionAsync(world, series, 7, "Seconde");
        await world.SettleAsync();

        await world.AppPurgeAsync(first);
        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.AppEditAsync(second, "location = 'Ici'");
        await world.SettleAsync();

        Instances(world, series).Contains("2026-03-02T10:00:00+01:00 Seconde", StringComparer.Ordinal).ShouldBeTrue();
        (await world.RowsAsync()).Count.ShouldBe(2);
        await world.ShouldBeQuietAsync();
    }

    private static async Task<IReadOnlyList<string>> ToldAsync(SyncWorld world, Guid id) =>
        [.. (await world.Services.GetRequiredService<Examiner>().TellAsync(id, CancellationToken.None)).Select(l => l.Explanation)];
}
