using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>What series demand without being expanded. Whatever would need the expansion is refused here, by name.</summary>
internal static class SeriesRules
{
    public static void BeforeUpdate(StoredEvent stored, EventState before, EventState after)
    {
        if (before.IsSeries && !EventComparison.SameSlots(before, after) && stored.Calendar.ExceptionsOf(stored.Id).Count > 0)
        {
            throw GoogleErrors.NotEmulated("changing time or rule of a series that has exceptions (which of them stay depends on the expansion)").Thrown();
        }
    }

    /// <summary>An id that names an instance which is not stored.</summary>
    public static GoogleError MissingInstance(CalendarState calendar, string id)
    {
        if (InstanceIds.Parse(id) is { } parsed && calendar.TryGet(parsed.SeriesId, out StoredEvent? series) && series.State.IsSeries)
        {
            return series.State.IsCancelled
                ? GoogleErrors.NotFound
                : GoogleErrors.NotEmulated("instances of a series that are not stored exceptions");
        }

        return GoogleErrors.NotFound;
    }
}
