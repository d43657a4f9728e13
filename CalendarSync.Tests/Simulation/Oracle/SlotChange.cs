using CalendarSync.Tests.Simulation.Telling;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>A series has other slots than before.</summary>
/// <param name="Left">What the acting side shows of it now; null where it is no series any more.</param>
/// <param name="Seen">The changed occurrences that it showed just before.</param>
internal sealed record SlotChange(WeeklySeries? Left, IReadOnlyList<(string Name, Shown Shown)> Seen)
{
    public static SlotChange? Between(Line line, WeeklySeries? before, WeeklySeries? after, IReadOnlyList<(string Name, Shown Shown)> seen) =>
        before is null
            ? line["hour"] is not null || line["day"] is not null || line["weekly"] is not null || line.Act is "delete" or "cancel" or "purge" ? new SlotChange(after, seen) : null
            : before == after ? null : new SlotChange(after, seen);
}
