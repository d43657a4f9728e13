using CalendarSync.Core.Queue;
using CalendarSync.Core.Storage;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Nothing is stored by who has lost the lease, even while the next one is in the middle of the same work.</summary>
public sealed class LeaseStories
{
    private static readonly Guid First = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Second = Guid.Parse("00000000-0000-0000-0000-000000000002");

    [Fact]
    public async Task A_change_is_completed_by_who_holds_it_alone()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        await world.AppInsertAsync("Réunion");
        var calendar = await AcquireAsync(world, First);
        var queue = world.Services.GetRequiredService<QueueStore>();
        var late = (await queue.ClaimAsync(calendar!, First, 10, CancellationToken.None)).Single();

        world.Time.Advance(QueueStore.Lease + TimeSpan.FromSeconds(1));
        (await CompleteAsync(world, late)).ShouldBeFalse("the lease is over, though nobody else has taken the change up");
        await queue.RescueAsync(CancellationToken.None);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        var next = (await queue.ClaimAsync(calendar!, Second, 10, CancellationToken.None)).Single();

        (await CompleteAsync(world, late)).ShouldBeFalse("somebody else holds it");
        (await CompleteAsync(world, next)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_page_is_stored_by_who_holds_the_calendar_alone()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        (await AcquireAsync(world, First)).ShouldNotBeNull();

        world.Time.Advance(PullStore.Lease + TimeSpan.FromSeconds(1));
        (await AdvanceAsync(world, First)).ShouldBeFalse("the lease is over, though nobody else pulls");
        (await AcquireAsync(world, Second)).ShouldNotBeNull();

        (await AdvanceAsync(world, First)).ShouldBeFalse("somebody else holds it");
        (await AdvanceAsync(world, Second)).ShouldBeTrue();
    }

    private static async Task<Connection?> AcquireAsync(SyncWorld world, Guid token) => await world.Services.GetRequiredService<PullStore>().AcquireAsync(
        await world.ValueAsync<Guid>("SELECT id FROM google_calendar_connections"), token, CancellationToken.None);

    private static Task<bool> CompleteAsync(SyncWorld world, QueueItem item)
    {
        var database = world.Services.GetRequiredService<Database>();
        return database.InTransactionAsync(connection => QueueStore.CompleteAsync(connection, item, database.Now, CancellationToken.None), CancellationToken.None);
    }

    private static async Task<bool> AdvanceAsync(SyncWorld world, Guid token)
    {
        var database = world.Services.GetRequiredService<Database>();
        var id = await world.ValueAsync<Guid>("SELECT id FROM google_calendar_connections");
        return await database.InTransactionAsync(
            connection => PullStore.AdvanceAsync(
                connection, id, token, new PullProgress(null, null, null, 0, null, null, null), database.Now, CancellationToken.None),
            CancellationToken.None);
    }
}
