namespace CalendarSync.Tests.Simulation.Telling;

/// <summary>Choices that a seed repeats.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int end) => _random.Next(end);

    public int Between(int first, int last) => _random.Next(first, last + 1);

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Of<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Some of them, at least one.</summary>
    public IReadOnlyList<T> Some<T>(IReadOnlyList<T> choices, int most)
    {
        var left = choices.ToList();
        var some = new List<T>();
        for (var count = Between(1, most); count > 0 && left.Count > 0; count--)
        {
            var index = Below(left.Count);
            some.Add(left[index]);
            left.RemoveAt(index);
        }

        return some;
    }
}
