using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Upkeep;

/// <summary>Channels end, and nobody notices.</summary>
public sealed class ChannelUpkeepStories
{
    [Fact]
    public async Task Renewal_once_a_day_is_enough_for_channels_of_a_week()
    {
        await using var timed = await TimedWorld.CreateAsync();
        await timed.RenewalAsync();
        for (var day = 0; day < 30; day++)
        {
            timed.World.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
            timed.World.Google.LiveChannels().Count.ShouldBe(1, $"day {day}");
            timed.World.Time.Advance(TimeSpan.FromMinutes(1));
            await timed.RenewalAsync();
        }

        timed.Answered("events.watch").ShouldBe(6, "every fifth or sixth day, not every day");
        (await timed.World.ValueAsync<int>("SELECT count(*)::int FROM google_calendar_webhooks")).ShouldBe(1);
    }

    [Fact]
    public async Task A_calendar_never_waits_for_the_next_day_when_its_channel_is_short_or_has_died()
    {
        await using var timed = await TimedWorld.CreateAsync(google: new EmulatorOptions { ChannelLifetime = TimeSpan.FromHours(2) });
        for (var tick = 0; tick < 24; tick++)
        {
            await timed.IncrementalAsync();
            timed.World.Google.LiveChannels().Count.ShouldBe(1, $"tick {tick}");
            timed.World.Time.Advance(TimeSpan.FromMinutes(15));
            timed.World.Google.LiveChannels().Count.ShouldBe(1, $"before tick {tick + 1}");
        }

        timed.Answered("events.watch").ShouldBe(4, "in the last fifth of two hours, seen every quarter");
        timed.World.Time.Advance(TimeSpan.FromHours(3));
        timed.World.Google.LiveChannels().ShouldBeEmpty("the app slept");
        await timed.IncrementalAsync();
        timed.World.Google.LiveChannels().Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_fallback_finds_what_a_lost_message_hid()
    {
        await using var timed = await TimedWorld.CreateAsync();
        await timed.IncrementalAsync();
        await timed.DeliverAsync();
        timed.Messages.Loses = () => true;
        timed.World.GoogleInsert("Perdu");
        await timed.DeliverAsync();
        (await timed.World.RowsAsync()).ShouldBeEmpty();

        timed.World.Time.Advance(TimeSpan.FromMinutes(15));
        await timed.IncrementalAsync();

        (await timed.World.RowsAsync()).Select(r => r.Title).ShouldBe(["Perdu"]);
        await timed.World.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task A_calendar_without_a_channel_is_asked_at_the_processor_s_ticks_and_one_with_a_channel_is_not()
    {
        await using var timed = await TimedWorld.CreateAsync();
        await timed.IncrementalAsync();
        timed.World.Time.Advance(TimeSpan.FromMinutes(5));
        timed.World.Google.Calls.Reset();
        await timed.ProcessorAsync();
        timed.World.Google.Calls.Total.ShouldBe(0, "Google tells");

        await timed.World.AppAsync("DELETE FROM google_calendar_webhooks");
        timed.World.GoogleInsert("A");
        await timed.ProcessorAsync();
        (await timed.World.RowsAsync()).Count.ShouldBe(1);
        await timed.ProcessorAsync();
        timed.World.Google.Calls.Count("events.list").ShouldBe(1, "a tick that comes twice asks once");
    }

    [Fact]
    public async Task What_a_message_asked_for_in_vain_is_made_up_for_by_the_next_tick()
    {
        await using var timed = await TimedWorld.CreateAsync();
        await timed.IncrementalAsync();
        await timed.DeliverAsync();
        timed.World.GoogleInsert("A");
        timed.World.Google.Faults.Next("events.list", Fault.Error(503, "backendError"));
        await timed.DeliverAsync();
        (await timed.World.RowsAsync()).ShouldBeEmpty();

        timed.World.Time.Advance(TimeSpan.FromMinutes(15));
        await timed.IncrementalAsync();

        (await timed.World.RowsAsync()).Count.ShouldBe(1);
        (await timed.World.ValueAsync<DateTimeOffset?>("SELECT pull_requested_at FROM google_calendar_connections")).ShouldBeNull();
    }

    [Theory]
    [InlineData(true, 97)]
    [InlineData(false, 385)]
    public async Task A_quiet_day_costs_this_many_calls_for_a_calendar(bool channel, int calls)
    {
        await using var timed = await TimedWorld.CreateAsync(webhook: channel);
        await timed.IncrementalAsync();
        timed.World.Google.Calls.Reset();

        for (var tick = 0; tick < 288; tick++)
        {
            await timed.FiveMinutesAsync();
        }

        // Written down in docs/operations.md.
        timed.Answered("events.list").ShouldBe(calls);
    }
}
