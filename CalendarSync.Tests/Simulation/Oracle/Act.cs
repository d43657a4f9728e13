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

    public bool IsDeletion => Kind is ActKind.Delete or ActKind.Purge;

    public bool Concerns(string field) => IsDeletion || Kind == ActKind.Restore || Values.ContainsKey(field);
}
