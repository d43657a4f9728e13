using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>What a change of a series does to its exceptions.</summary>
internal static class SeriesRules
{
    /// <summary>
    /// After a change of time or rule, exceptions whose slot the series no longer makes are stale: live ones are cancelled, holes vanish. What
    /// changed only texts leaves them alone. A series that became a single event has no slots at all.
    /// </summary>
    /// <returns>The exceptions that were cancelled.</returns>
    public static IReadOnlyList<StoredEvent> AfterUpdate(World world, StoredEvent series, EventState before)
    {
        if (!before.IsSeries || EventComparison.SameSlots(before, series.State))
        {
            return [];
        }

        List<StoredEvent> cancelled = [];
        foreach (StoredEvent exception in series.Calendar.ExceptionsOf(series.Id))
        {
            if (series.State.IsSeries && SeriesExpansion.Has(series.State, series.Calendar.Zone, exception.OriginalStart!))
            {
                continue;
            }

            if (exception.State.IsCancelled)
            {
                // What an earlier change of the rule cancelled is no hole: its tombstone stays, whoever has heard of it.
                if (SeriesExpansion.Has(before, series.Calendar.Zone, exception.OriginalStart!))
                {
                    series.Calendar.Drop(exception);
                }
            }
            else
            {
                world.Commit(exception, exception.State with { Status = "cancelled" });
                cancelled.Add(exception);
            }
        }

        return cancelled;
    }

    /// <summary>A deleted series takes its exceptions with it.</summary>
    /// <returns>The exceptions that were cancelled.</returns>
    public static IReadOnlyList<StoredEvent> AfterDelete(World world, StoredEvent series)
    {
        List<StoredEvent> cancelled = [];
        foreach (StoredEvent exception in series.Calendar.ExceptionsOf(series.Id))
        {
            if (!world.Options.SeriesDeletionCancelsExceptions)
            {
                series.Calendar.Drop(exception);
            }
            else if (!exception.State.IsCancelled)
            {
                world.Commit(exception, exception.State with { Status = "cancelled" });
                cancelled.Add(exception);
            }
        }

        return cancelled;
    }
}
