using CalendarSync.Tests.Simulation.Workers;

namespace CalendarSync.Tests.Simulation;

/// <summary>What came of a story.</summary>
/// <param name="Broken">The promises that were not kept, each beginning with the promise's name; none where all were.</param>
/// <param name="Trace">All that happened.</param>
/// <param name="Probes">How often what was interesting happened.</param>
internal sealed record Outcome(IReadOnlyList<string> Broken, Trace Trace, Probes Probes)
{
    /// <summary>Which promise was broken first, without particulars: a shorter story has to break the same.</summary>
    public string? Promise => Broken.Count == 0 ? null : Broken[0].Split(':')[0];
}
