namespace CalendarSync.Core.Recurrence;

/// <summary>BYSETPOS: "the nth occurrence within the set of recurrence instances specified by the rule", in one period.</summary>
internal static class Positions
{
    /// <summary>Which of the set's members remain, in order: all of them without BYSETPOS.</summary>
    /// <param name="positions">From 1, or from -1 backwards.</param>
    /// <param name="size">Of the set.</param>
    public static IEnumerable<long> Of(IReadOnlyList<int> positions, long size) =>
        positions.Select(p => p > 0 ? p - 1L : size + p).Where(i => i >= 0 && i < size).Distinct().Order();

    public static long CountOf(IReadOnlyList<int> positions, long size) => positions.Count == 0 ? size : Of(positions, size).LongCount();
}
