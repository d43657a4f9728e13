using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;
using Npgsql;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>Deletes what a full listing did not see, but for what the application has edited meanwhile. A row that was written as it was is not edited.</summary>
internal static class Sweep
{
    public static async Task<SweepResult> CarryOutAsync(
        NpgsqlConnection connection, SweepQuery query, WriteContext context, CancellationToken cancellationToken)
    {
        var written = await SweepStore.LockWrittenAsync(connection, query, cancellationToken);
        Guid[] same = [.. written.Where(row => IsUnchanged(row, context)).Select(row => row.Id)];
        if (same.Length > 0)
        {
            await SweepStore.SettleAsync(connection, same, cancellationToken);
        }

        return await SweepStore.SweepAsync(connection, query, cancellationToken);
    }

    private static bool IsUnchanged(EventRow row, WriteContext context) =>
        Reconciler.ChangeOf(EventSides.App(row, context), EventSides.Agreed(row, null, null)) == Change.Unchanged;
}
