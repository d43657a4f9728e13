using CalendarSync.Core.Reconciliation;
using CalendarSync.Tests.Architecture;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>Reads <c>docs/sync-table.md</c>. A word that it does not know is an error, not a row left out.</summary>
internal static class SyncTable
{
    private static readonly string[] KnownWhen =
    [
        "no row", "deleted row", "tombstone", "forgotten", "older tombstone", "newer tombstone", "same content", "different content", "same edit",
        "same edit, and Google edited more", "same edit, and the app edited more", "different fields", "same field", "same field and others",
        "Google now says what the row says", "app prevails", "Google prevails", "nobody prevails",
    ];

    private static readonly string[] KnownFields = ["Google's edits", "app's edits", "disputed fields"];

    private static readonly string[] KnownBasesAfter = ["as before", "as now", "as now, owed"];

    private static readonly string Document = Repository.ReadText("docs/sync-table.md");

    public static IReadOnlyList<SyncTableRow> Rows { get; } = [.. MarkdownTable.After(Document, "## The table").Select(ToRow)];

    public static IReadOnlyList<WhoPrevails> Prevailing { get; } =
        [.. MarkdownTable.After(Document, "## Who prevails").Select(c => new WhoPrevails(ToPolicy(c[0]), c[1], ToWinner(c[2])))];

    private static SyncTableRow ToRow(string[] c)
    {
        c.Length.ShouldBe(10, string.Join('|', c));
        var (row, rowFields) = Effect(c[5]);
        var (google, googleFields) = Effect(c[6]);
        return new SyncTableRow(
            c[0],
            Known(c[1].Split(", "), "none", "unanswered", "live", "deleted"),
            Changes(c[2]),
            Changes(c[3]),
            c[4].Length == 0 ? [] : Known(c[4].Split("; "), KnownWhen),
            Enum.Parse<RowEffect>(row),
            rowFields,
            Enum.Parse<GoogleEffect>(google),
            googleFields,
            Known([c[7]], KnownBasesAfter)[0],
            c[8].Length == 0 ? null : ToWinner(c[8]),
            c[9]);
    }

    private static (string Effect, IReadOnlyList<string> Fields) Effect(string words) => words switch
    {
        "" => ("None", []),
        "insert" => ("Insert", ["everything"]),
        "bring back" => ("Write", ["everything"]),
        "delete" => ("Delete", []),
        _ when words.StartsWith("write ", StringComparison.Ordinal) => ("Write", Known(words["write ".Length..].Split(" and "), KnownFields)),
        _ => throw new FormatException($"The sync table says '{words}'."),
    };

    private static IReadOnlyList<Change> Changes(string words) => [.. words.Split(", ").Select(w => Enum.Parse<Change>(w, true))];

    private static ConflictPolicy ToPolicy(string word) =>
        Enum.Parse<ConflictPolicy>(word.Replace("-", string.Empty, StringComparison.Ordinal), true);

    private static Winner ToWinner(string word) => word switch
    {
        "app" => Winner.App,
        "Google" => Winner.Google,
        "open" or "nobody" => Winner.Open,
        _ => throw new FormatException($"The sync table says '{word}'."),
    };

    private static string[] Known(string[] words, params string[] known)
    {
        var unknown = words.Except(known, StringComparer.Ordinal).ToArray();
        return unknown.Length == 0 ? words : throw new FormatException($"The sync table says '{unknown[0]}'.");
    }
}
