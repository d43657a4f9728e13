using CalendarSync.Tests.Simulation.Acts;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>Which occurrence a story's <c>e1i3</c> is: the fourth one of what the series was when somebody first spoke of it, and the same one ever after.</summary>
internal sealed class Slots
{
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    public Slot? Of(string name) => _slots.TryGetValue(name, out var slot) ? slot : null;

    /// <returns>Null where that occurrence of the series has another name already.</returns>
    public Slot? Name(string name, WeeklySeries series)
    {
        if (_slots.TryGetValue(name, out var known))
        {
            return known;
        }

        var slot = series.SlotAt(Names.WeekOf(name));
        if (NameOf(Names.SeriesOf(name), slot) is not null)
        {
            return null;
        }

        _slots.Add(name, slot);
        return slot;
    }

    public string? NameOf(string series, Slot slot) =>
        _slots.Where(s => s.Value == slot && string.Equals(Names.SeriesOf(s.Key), series, StringComparison.Ordinal)).Select(s => s.Key).FirstOrDefault();
}
