using CalendarSync.Core.Health;
using CalendarSync.Tests.Scenarios;

using Dapper;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Sql;

/// <summary>The view says what the function says.</summary>
public sealed class HealthViewTests
{
    [Fact]
    public async Task The_view_and_the_function_agree()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.AppInsertAsync("A");
        await world.SettleAsync();
        var refused = await world.AppInsertAsync("B");
        await world.AppEditAsync(refused, "end_at = start_at");
        await world.PushAsync();
        await world.AppInsertAsync("C");
        await world.AppAsync("INSERT INTO google_calendar_conflicts (company_id, event_id, kind, status) SELECT company_id, gen_random_uuid(), 'fields', 'open' FROM google_calendar_connections");

        var report = await world.Services.GetRequiredService<HealthCheck>().LookAsync(CancellationToken.None);
        await using var session = await world.Database.OpenAsync(role: "calendar_sync_service");
        await session.ExecuteAsync("SELECT set_config('calendar_sync.now', @now, false)", new { now = world.Time.GetUtcNow().ToString("O") });
        var view = await session.QuerySingleAsync(
            """
            SELECT last_run_at, events_created, events_updated, errors_count, connections::int, pending_items::int, oldest_pending_item, failed_items::int,
                   channels_alive::int, accounts_needing_reauth::int, sweeps_held::int, open_conflicts::int
              FROM google_calendar_health
            """);

        ((int)view.events_created, (int)view.events_updated, (int)view.errors_count).ShouldBe((report.LastSync!.EventsCreated, report.LastSync.EventsUpdated, report.LastSync.ErrorsCount));
        ((int)view.connections, (int)view.pending_items, (int)view.failed_items).ShouldBe((report.Connections, report.PendingItems, report.FailedItems));
        ((int)view.channels_alive, (int)view.accounts_needing_reauth, (int)view.sweeps_held, (int)view.open_conflicts)
            .ShouldBe((report.ChannelsAlive, report.AccountsNeedingReauth, report.SweepsHeld, report.OpenConflicts));
        (report.PendingItems, report.FailedItems, report.OpenConflicts).ShouldBe((1, 1, 1));
    }
}
