namespace CalendarSync.Core;

/// <summary>Jitter of the running product.</summary>
internal sealed class RandomJitter : IJitter
{
    public double Next() => Random.Shared.NextDouble();
}
