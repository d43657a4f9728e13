namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>What somebody did.</summary>
/// <param name="Number">In the order of the story.</param>
/// <param name="Name">To which event.</param>
/// <param name="Side">Where.</param>
/// <param name="Kind">What.</param>
/// <param name="Epoch">Goes up each time that both sides were in step: acts of an earlier epoch were known to both.</param>
/// <param name="At">When, by the world's clock.</param>
internal sealed record Act(int Number, string Name, Side Side, ActKind Kind, int Epoch, DateTimeOffset At)
{
    /// <summary>The new values, by field.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of an act on an occurrence: the epoch of its series.</summary>
    public int SeriesEpoch { get; init; }

    /// <summary>Of an act on a series: its slots, where they are others now.</summary>
    public SlotChange? Slots { get; init; }

    public bool IsDeletion => Kind is ActKind.Delete or ActKind.Purge;

    public bool Concerns(string field) => IsDeletion || Kind == ActKind.Restore || Values.ContainsKey(field);

    /// <summary>After it, the series has no such occurrence.</summary>
    public bool Takes(Slot slot) => Slots is { } change && change.Left?.Makes(slot) is not true;
}
