namespace CalendarSync.Tests.Architecture;

/// <summary>Reads the tables of documents that a test keeps true.</summary>
internal static class MarkdownTable
{
    /// <summary>The rows of the first table below a heading, without its head; cells are trimmed.</summary>
    public static IReadOnlyList<string[]> After(string markdown, string heading)
    {
        string[] lines = markdown.Split('\n');
        int start = Array.IndexOf(lines, heading);
        start.ShouldBeGreaterThanOrEqualTo(0, $"There is no heading '{heading}'.");
        return
        [
            .. lines.Skip(start + 1).SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
                .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
        ];
    }
}
