using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Architecture;

/// <summary>One line of a source file, without its comment.</summary>
internal sealed record SourceLine(string Path, int Number, string Code)
{
    public static IEnumerable<SourceLine> Of(params string[] folders) =>
        folders.SelectMany(folder => Repository.Files(folder, "*.cs")).SelectMany(path =>
            Repository.ReadText(path).Split('\n').Select((line, index) => new SourceLine(path, index + 1, WithoutComment(line))));

    public override string ToString() => $"{Path}:{Number}: {Code.Trim()}";

    private static string WithoutComment(string line)
    {
        // "https://" has slashes too: a comment begins at the line's start or after a space.
        string trimmed = line.TrimStart();
        int comment = trimmed.StartsWith("//", StringComparison.Ordinal) ? 0 : line.IndexOf(" //", StringComparison.Ordinal);
        return comment < 0 ? line : line[..comment];
    }
}
