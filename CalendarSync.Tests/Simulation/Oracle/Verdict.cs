namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>How a story ended.</summary>
/// <param name="Broken">Promises that were not kept.</param>
/// <param name="State">Both sides and what is kept about them.</param>
internal sealed record Verdict(IReadOnlyList<string> Broken, string State);
