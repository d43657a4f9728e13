using CalendarSync.Core.Upkeep;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Tests.Scenarios;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Upkeep;

/// <summary>A calendar's configured colour goes to Google once for every time that somebody configures it; what the person sees there is shown here.</summary>
public sealed class CalendarColorStories
{
    private const string Sent = "calendarList.patch";

    [Fact]
    public async Task A_configured_colour_is_in_google_after_the_processor_s_next_tick_and_is_written_once()
    {
        await using var timed = await TimedWorld.CreateAsync();
        var world = timed.World;
        await ConfigureAsync(world, "#e67c73");

        await timed.ProcessorAsync();

        world.Person.ColorOf("primary").ShouldBe("#e67c73");
        (await ShownAsync(world)).ShouldBe(("#e67c73", null));
        for (var i = 0; i < 30; i++)
        {
            await timed.FiveMinutesAsync();
        }

        world.Google.Calls.Count(Sent).ShouldBe(1, "once more writes nothing");
    }

    [Fact]
    public async Task What_the_person_makes_of_it_in_google_stays_and_is_shown_and_only_a_new_wish_changes_it()
    {
        await using var timed = await TimedWorld.CreateAsync();
        var world = timed.World;
        await ConfigureAsync(world, "#e67c73");
        await timed.ProcessorAsync();

        world.Person.Paint("primary", "7");
        world.Time.Advance(TimeSpan.FromMinutes(61));
        await timed.IncrementalAsync();
        await timed.ProcessorAsync();

        world.Person.ColorOf("primary").ShouldBe("#42d692");
        (await ShownAsync(world)).ShouldBe(("#42d692", null));
        world.Google.Calls.Count(Sent).ShouldBe(1);

        await ConfigureAsync(world, "#e67c73");
        await timed.ProcessorAsync();
        world.Person.ColorOf("primary").ShouldBe("#e67c73", "the same colour, asked for again");
        world.Google.Calls.Count(Sent).ShouldBe(2);
        await ShouldBeQuietAsync(timed);
    }

    [Fact]
    public async Task A_calendar_without_a_colour_shows_google_s_and_nothing_is_written()
    {
        await using var timed = await TimedWorld.CreateAsync();
        timed.World.Person.Paint("primary", "3");

        await timed.IncrementalAsync();
        await timed.ProcessorAsync();

        (await ShownAsync(timed.World)).ShouldBe(("#f83a22", null));
        await ConfigureAsync(timed.World, null);
        await timed.ProcessorAsync();
        timed.World.Google.Calls.Count(Sent).ShouldBe(0);
        timed.World.Google.Calls.Reset();
        await timed.IncrementalAsync();
        timed.World.Google.Calls.Count("calendarList.list").ShouldBe(0, "an hour has not passed");
        await ShouldBeQuietAsync(timed);
    }

    [Fact]
    public async Task A_failure_waits_is_shown_and_hinders_nothing()
    {
        await using var timed = await TimedWorld.CreateAsync();
        var world = timed.World;
        await ConfigureAsync(world, "#e67c73");
        var id = await world.AppInsertAsync("A");
        world.Google.Faults.Next(Sent, Fault.Unavailable());

        await timed.ProcessorAsync();

        (await world.RowAsync(id)).GoogleEventId.ShouldNotBeNull();
        (await ShownAsync(world)).ColorError.ShouldBe("Google answered 503 backendError");
        await timed.ProcessorAsync();
        world.Google.Calls.Count(Sent).ShouldBe(1, "a quarter of an hour has not passed");
        world.Time.Advance(TimeSpan.FromMinutes(15));
        await timed.ProcessorAsync();
        (await ShownAsync(world)).ShouldBe(("#e67c73", null));
        (await world.ValueAsync<string?>("SELECT last_error FROM google_calendar_connections")).ShouldBeNull();
        await ShouldBeQuietAsync(timed);
    }

    [Fact]
    public async Task What_google_refuses_for_good_is_not_asked_again_until_somebody_configures_a_colour()
    {
        await using var timed = await TimedWorld.CreateAsync();
        var world = timed.World;
        await ConfigureAsync(world, "#e67c73");
        world.Google.Faults.Next(Sent, Fault.Forbidden());

        await timed.ProcessorAsync();
        world.Time.Advance(TimeSpan.FromDays(1));
        await timed.ProcessorAsync();

        world.Google.Calls.Count(Sent).ShouldBe(1);
        (await ShownAsync(world)).ColorError.ShouldNotBeNull().ShouldStartWith("Google answered 403");
        await ConfigureAsync(world, "#7986cb");
        await timed.ProcessorAsync();
        (await ShownAsync(world)).ShouldBe(("#7986cb", null));
        await ShouldBeQuietAsync(timed);
    }

    [Fact]
    public async Task A_colour_that_is_changed_while_the_first_is_on_its_way_is_not_taken_for_sent()
    {
        await using var timed = await TimedWorld.CreateAsync();
        var world = timed.World;
        await ConfigureAsync(world, "#e67c73");
        var store = world.Services.GetRequiredService<CalendarColorStore>();
        var taken = await store.TakeUnsentAsync(null, world.Time.GetUtcNow().AddMinutes(2), CancellationToken.None);
        (await store.TakeUnsentAsync(null, world.Time.GetUtcNow().AddMinutes(2), CancellationToken.None)).ShouldBeEmpty("one worker sends it");
        await ConfigureAsync(world, "#7986cb");
        await store.FinishAsync(taken.Single(), "#e67c73", null, CancellationToken.None);

        await timed.ProcessorAsync();

        world.Person.ColorOf("primary").ShouldBe("#7986cb");
        await ShouldBeQuietAsync(timed);
    }

    // Two hours on: colours are looked at again, and nothing is written, here or there.
    private static async Task ShouldBeQuietAsync(TimedWorld timed)
    {
        var shown = await ShownAsync(timed.World);
        timed.World.Google.Calls.Reset();
        for (var i = 0; i < 24; i++)
        {
            await timed.FiveMinutesAsync();
        }

        timed.World.Google.Calls.Writes.ShouldBe(0);
        timed.World.Google.Calls.Count(Sent).ShouldBe(0);
        (await ShownAsync(timed.World)).ShouldBe(shown);
        await timed.World.ShouldBeQuietAsync();
    }

    /// <summary>As PATCH of the connection does; <c>ConnectionsTests</c> holds it to that.</summary>
    private static Task ConfigureAsync(SyncWorld world, string? color) => world.QueryAsync<int>(
        "UPDATE google_calendar_connections SET color = @color, color_sent = NULL, color_next_at = NULL, color_error = NULL RETURNING 1", new { color });

    private static Task<(string? GoogleColor, string? ColorError)> ShownAsync(SyncWorld world) =>
        world.ValueAsync<(string?, string?)>("SELECT google_color, color_error FROM google_calendar_connections");
}
