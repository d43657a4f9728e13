namespace CalendarSync.Tests.Simulation.Telling;

/// <summary>
/// Leaves lines out of a story that breaks a promise, as long as it goes on breaking it: first the greater half of them, then less and
/// less, at last each single one (delta debugging). Where it ends, no line can be spared.
/// </summary>
internal static class Shrinker
{
    /// <param name="story">The story.</param>
    /// <param name="stillFails">Whether a shorter one shows the same.</param>
    /// <param name="mostTries">How many may be played.</param>
    public static async Task<Story> ShrinkAsync(Story story, Func<Story, Task<bool>> stillFails, int mostTries = 400)
    {
        var lines = story.Lines;
        var parts = 2;
        while (lines.Count > 1 && mostTries > 0)
        {
            var size = (lines.Count + parts - 1) / parts;
            IReadOnlyList<Line>? shorter = null;
            for (var from = 0; from < lines.Count && shorter is null && mostTries > 0; from += size)
            {
                IReadOnlyList<Line> rest = [.. lines.Take(from), .. lines.Skip(from + size)];
                mostTries--;
                if (await stillFails(new Story(rest)))
                {
                    shorter = rest;
                }
            }

            if (shorter is not null)
            {
                lines = shorter;
                parts = Math.Max(parts - 1, 2);
            }
            else if (size == 1)
            {
                break;
            }
            else
            {
                parts = Math.Min(parts * 2, lines.Count);
            }
        }

        return new Story(lines);
    }
}
