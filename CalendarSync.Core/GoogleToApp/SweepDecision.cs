using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;
using Npgsql;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>A person's answer about a great loss that a full listing showed: delete the rows too, or give them back to Google.</summary>
public sealed class SweepDecision
{
    private readonly Database database;
    private readonly IIdSource ids;
    private readonly SyncPolicy policy;

    internal SweepDecision(Database database, IIdSource ids, SyncPolicy policy)
    {
        this.database = database;
        this.ids = ids;
        this.policy = policy;
    }

    /// <summary>Carries out the answer about exactly the rows that were missing when the question was asked.</summary>
    /// <param name="connectionId">The calendar's connection.</param>
    /// <param name="approve">True deletes the rows; false keeps them, and they go to Google again.</param>
    /// <param name="userId">Who decides; null for the function key.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <returns>What was done; null where no sweep of this calendar waits for an answer.</returns>
    public Task<SyncCounts?> DecideAsync(Guid connectionId, bool approve, Guid? userId, CancellationToken cancellationToken) =>
        database.InTransactionAsync(connection => DecideAsync(connection, connectionId, approve, userId, cancellationToken), cancellationToken);

    private async Task<SyncCounts?> DecideAsync(
        NpgsqlConnection connection, Guid connectionId, bool approve, Guid? userId, CancellationToken cancellationToken)
    {
        var held = await SweepStore.FindHeldAsync(connection, connectionId, cancellationToken);
        if (held is null)
        {
            return null;
        }

        var now = database.Now;
        var query = new SweepQuery(connectionId, held.CalendarId, held.ListingId, held.ListedAt, null, null, ids.NewId(), now);
        var context = new WriteContext(held.TimeZone, RemindersDocument.Read(held.DefaultReminders) ?? policy.DefaultReminders);
        var counts = approve
            ? new SyncCounts(Deleted: (int)(await Sweep.CarryOutAsync(connection, query, context, cancellationToken)).Deleted)
            : new SyncCounts(Created: await SweepStore.GiveBackAsync(connection, query, cancellationToken));
        await SweepStore.ForgetMarksAsync(connection, held.ListingId, cancellationToken);
        await SweepStore.ResolveAsync(connection, held.Id, approve ? "google" : "app", userId, now, cancellationToken);
        return counts;
    }
}
