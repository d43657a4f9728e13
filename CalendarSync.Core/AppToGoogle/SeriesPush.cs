using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;
using Npgsql;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>What the push of a series means for its exceptions. Part of the transaction that stores the push.</summary>
internal static class SeriesPush
{
    /// <param name="connection">The transaction.</param>
    /// <param name="run">The calendar's turn.</param>
    /// <param name="row">What was pushed, as it was then.</param>
    /// <param name="plan">What was sent.</param>
    /// <param name="googleEventId">Google's id of it now.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    public static async Task FollowAsync(
        NpgsqlConnection connection, PushRun run, EventRow row, WritePlan plan, string googleEventId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (row is { SeriesDeleted: true, DeletedAt: null, RecurringEventId: { } gone })
        {
            // An exception that nobody had edited after all: it goes with its series.
            await SeriesStore.SettleAsync(connection, run.CalendarId, [gone], now, cancellationToken);
        }

        if (!row.IsSeries)
        {
            return;
        }

        if (plan.Outcome == PushOutcome.Deleted)
        {
            await SeriesStore.SettleAsync(connection, run.CalendarId, [googleEventId], now, cancellationToken);
        }
        else if (plan.BringsBack)
        {
            await BringBackAsync(connection, run, row, googleEventId, now, cancellationToken);
        }
        else if (plan.Outcome == PushOutcome.Updated && (plan.Decision.GoogleChanges & (EventField.Times | EventField.Recurrence)) != EventField.None)
        {
            await SeriesCheckStore.AskWhereExceptionsAsync(connection, run.Calendar, [googleEventId], now, cancellationToken);
        }
    }

    /// <summary>A series lives again, whoever did it: its exceptions go to Google again, and what Google has of them is looked at.</summary>
    public static async Task BringBackAsync(
        NpgsqlConnection connection, PushRun run, EventRow series, string googleEventId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await SeriesStore.SendExceptionsAgainAsync(connection, series.Id, googleEventId, now, cancellationToken);
        await SeriesCheckStore.AskAsync(connection, run.Calendar.Id, [googleEventId], now, cancellationToken);
    }
}
