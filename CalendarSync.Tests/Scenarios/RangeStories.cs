using CalendarSync.Core;
using CalendarSync.Local.Emulator;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

/// <summary>A bounded sync range (30 days back, 60 ahead): what becomes a row, what does not, and what time brings in.</summary>
public sealed class RangeStories : IAsyncLifetime
{
    private SyncWorld world = null!;

    public async Task InitializeAsync() => world = await SyncWorld.CreateAsync(replace: services =>
        services.AddSingleton(new SyncPolicy { Past = TimeSpan.FromDays(30), Future = TimeSpan.FromDays(60) }));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task The_first_listing_is_bounded_and_changes_outside_do_not_leak_in()
    {
        Make("Il y a longtemps", -31);
        Make("Hier", -1);
        Make("Demain", 1);
        var far = Make("Lointain", 70);
        await world.PullAsync();
        (await TitlesAsync()).ShouldBe(["Demain", "Hier"]);

        world.Person.Edit(world.Calendar, far, """{"summary":"Lointain, changé"}""");
        Make("Plus lointain", 80);
        await world.PullAsync();

        (await TitlesAsync()).ShouldBe(["Demain", "Hier"]);
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task What_time_brings_into_the_range_is_found_and_costs_a_call_a_day()
    {
        Make("Lointain", 70);
        await world.PullAsync();
        (await TitlesAsync()).ShouldBeEmpty();

        world.Google.Calls.Reset();
        await DaysAsync(9);
        (await TitlesAsync()).ShouldBeEmpty();
        await DaysAsync(2);

        (await TitlesAsync()).ShouldBe(["Lointain"]);
        world.Google.Calls.Count("events.list").ShouldBe(33, "each day a refusal of yesterday's access token, a pull, and a look ahead");
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task An_outage_of_a_month_leaves_no_gap()
    {
        Make("Dans la lacune", 75);
        Make("Au bout", 89);
        await world.PullAsync();

        world.Time.Advance(TimeSpan.FromDays(30));
        await world.PullAsync();

        (await TitlesAsync()).ShouldBe(["Au bout", "Dans la lacune"]);
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task What_leaves_the_range_stays_a_row_that_is_kept_in_step()
    {
        var id = Make("Passé", -20);
        await world.PullAsync();
        world.Time.Advance(TimeSpan.FromDays(20));
        await world.PullAsync(full: true);
        (await TitlesAsync()).ShouldBe(["Passé"]);

        world.Person.Edit(world.Calendar, id, """{"summary":"Passé, changé"}""");
        await world.PullAsync();
        (await TitlesAsync()).ShouldBe(["Passé, changé"]);
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task The_application_s_events_go_to_google_whatever_their_date()
    {
        await world.PullAsync();
        var id = await world.AppInsertAsync("Ancien");
        await world.AppEditAsync(id, "start_at = start_at - interval '2 years', end_at = end_at - interval '2 years'");

        await world.PushAsync();
        world.GoogleTitle(id).ShouldBe("Ancien");

        await world.PullAsync(full: true);
        (await TitlesAsync()).ShouldBe(["Ancien"]);
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task An_event_that_a_person_moves_into_the_range_arrives_and_one_that_is_moved_out_stays()
    {
        var far = Make("Avancé", 90);
        var near = Make("Reporté", 5);
        await world.PullAsync();

        Move(far, 3);
        Move(near, 100);
        await world.PullAsync();

        (await TitlesAsync()).ShouldBe(["Avancé", "Reporté"]);
        await world.ShouldBeQuietAsync();
    }

    // sync_range: null in the calendar file, or no word of it.
    [Fact]
    public async Task Without_a_range_everything_there_is_becomes_a_row()
    {
        await using var everything = await SyncWorld.CreateAsync();
        foreach (var day in new[] { new DateOnly(2006, 4, 13), new DateOnly(2026, 2, 17), new DateOnly(2076, 12, 31) })
        {
            everything.Person.Insert(everything.Calendar, EventBody.AllDay($"{day:yyyy}", day));
        }

        await everything.PullAsync();
        everything.Person.Insert(everything.Calendar, EventBody.AllDay("1999", new DateOnly(1999, 12, 31)));
        everything.Time.Advance(TimeSpan.FromDays(3));
        everything.Google.Calls.Reset();
        await everything.PullAsync();

        (await everything.RowsAsync()).Select(r => r.Title).ShouldBe(["1999", "2006", "2026", "2076"]);
        everything.Google.Calls.Records().Count(c => c is { Method: "events.list", Status: 200 }).ShouldBe(1, "nothing has to be looked for ahead");
        await everything.SettleAsync();
    }

    private string Make(string title, int days) => (string)world.Person.Insert(world.Calendar, EventBody.AllDay(title, Day(days)))["id"]!;

    private void Move(string id, int days) => world.Person.Edit(
        world.Calendar, id, $$$"""{"start":{"date":"{{{Day(days):yyyy-MM-dd}}}"},"end":{"date":"{{{Day(days + 1):yyyy-MM-dd}}}"}}""");

    private DateOnly Day(int days) => DateOnly.FromDateTime(world.Time.GetUtcNow().AddDays(days).UtcDateTime);

    private async Task DaysAsync(int days)
    {
        for (var day = 0; day < days; day++)
        {
            world.Time.Advance(TimeSpan.FromDays(1));
            await world.PullAsync();
        }
    }

    private async Task<IReadOnlyList<string?>> TitlesAsync() => [.. (await world.RowsAsync()).Where(r => r.DeletedAt is null).Select(r => r.Title)];
}
