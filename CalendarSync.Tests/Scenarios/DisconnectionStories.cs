using CalendarSync.Core.Connecting;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Tests.Security;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

/// <summary>A calendar is disconnected while workers are in the middle of something: nothing is written after the answer.</summary>
public sealed class DisconnectionStories
{
    [Fact]
    public async Task A_write_that_comes_back_after_the_disconnection_is_not_saved()
    {
        await using var world = await SyncWorld.CreateAsync(replace: SyncWorld.Patient);
        await world.PullAsync();
        var id = await world.AppInsertAsync("A");
        var gate = new Gate();
        world.Google.Faults.Next("events.insert", new Fault("slow") { After = gate.PassAsync });
        var pushing = world.PushAsync();
        await gate.ReachedAsync();

        await DisconnectAsync(world);
        var answered = await world.FingerprintAsync();
        gate.Open();
        (await pushing).Errors.ShouldBe(1);

        (await world.FingerprintAsync()).ShouldBe(answered);
        (await world.RowAsync(id)).GoogleEventId.ShouldBeNull();

        // What waits goes on waiting, and the reconnection takes it up without making a second event.
        await ReconnectAsync(world);
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["A"]);
        (await world.RowAsync(id)).GoogleEventId.ShouldBe(SyncWorld.GoogleId(id));
    }

    [Fact]
    public async Task A_page_that_comes_back_after_the_disconnection_is_not_applied()
    {
        await using var world = await SyncWorld.CreateAsync(replace: SyncWorld.Patient);
        await world.SettleAsync();
        world.GoogleInsert("G");
        var gate = new Gate();
        world.Google.Faults.Next("events.list", new Fault("slow") { After = gate.PassAsync });
        var pulling = world.PullAsync();
        await gate.ReachedAsync();

        await DisconnectAsync(world);
        var token = await world.ValueAsync<string>("SELECT sync_token FROM google_calendar_connections");
        gate.Open();
        await pulling;

        (await world.RowsAsync()).ShouldBeEmpty();
        (await world.ValueAsync<string>("SELECT sync_token FROM google_calendar_connections")).ShouldBe(token);

        await ReconnectAsync(world);
        await world.SettleAsync();
        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["G"]);
    }

    [Fact]
    public async Task Work_that_ends_in_time_is_saved_and_the_answer_waits_for_it()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("A");
        var gate = new Gate();
        world.Google.Faults.Next("events.insert", new Fault("a little slow") { After = gate.PassAsync });
        var pushing = world.PushAsync();
        await gate.ReachedAsync();

        var disconnecting = world.Services.GetRequiredService<Disconnector>().DisconnectAsync(Row(world), CancellationToken.None);
        await Signals.EventuallyAsync(async () => await world.ValueAsync<string>("SELECT status FROM google_calendar_connections") is "disabled");
        disconnecting.IsCompleted.ShouldBeFalse();
        gate.Open();
        (await pushing).Created.ShouldBe(1);
        await Signals.AdvanceUntilAsync(world.Time, TimeSpan.FromMilliseconds(100), disconnecting);

        (await world.RowAsync(id)).GoogleEventId.ShouldBe(SyncWorld.GoogleId(id));
        await world.ShouldBeQuietAsync();
        await ReconnectAsync(world);
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["A"]);
    }

    private static async Task DisconnectAsync(SyncWorld world)
    {
        var disconnecting = world.Services.GetRequiredService<Disconnector>().DisconnectAsync(Row(world), CancellationToken.None);
        await Signals.EventuallyAsync(async () => await world.ValueAsync<string>("SELECT status FROM google_calendar_connections") is "disabled");
        disconnecting.IsCompleted.ShouldBeFalse("somebody is still at work");
        await Signals.AdvanceUntilAsync(world.Time, TimeSpan.FromSeconds(1), disconnecting);
    }

    private static ConnectionRow Row(SyncWorld world) =>
        new() { Id = world.ConnectionId, CompanyId = world.Company, CalendarId = world.Calendar, GrantId = world.GrantId };

    /// <summary>As the OAuth function leaves it.</summary>
    private static Task ReconnectAsync(SyncWorld world) => world.AppAsync(
        """
        UPDATE google_calendar_grants SET status = 'connected';
        UPDATE google_calendar_connections SET status = 'connected', enabled = true;
        """);
}
