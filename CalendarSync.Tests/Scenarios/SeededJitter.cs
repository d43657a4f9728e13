using CalendarSync.Core;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Jitter that a seed repeats.</summary>
internal sealed class SeededJitter(int seed) : IJitter
{
    private readonly Random _random = new(seed);

    public double Next() => _random.NextDouble();
}
