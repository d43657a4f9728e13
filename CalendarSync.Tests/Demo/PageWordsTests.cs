using System.Text.RegularExpressions;

using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Demo;

/// <summary>The page in two languages: whatever it says, it says in both.</summary>
public sealed partial class PageWordsTests
{
    private const string Folder = "CalendarSync.Local/Page/wwwroot";

    [Fact]
    public void French_and_english_have_words_for_the_same_things() =>
        Keys("words-fr.js").ShouldBe(Keys("words-en.js"));

    [Fact]
    public void Everything_that_the_page_says_has_words()
    {
        SortedSet<string> known = Keys("words-en.js");
        var asked = Repository.Files(Folder, "*.js").Concat(Repository.Files(Folder, "*.html"))
            .Where(path => !path.Contains("words-", StringComparison.Ordinal))
            .SelectMany(path => Asked().Matches(Repository.ReadText(path)).Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value))
            .ToHashSet(StringComparer.Ordinal);

        asked.Count.ShouldBeGreaterThan(80);
        asked.Except(known, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Every_reason_of_the_sync_table_that_people_meet_has_words()
    {
        SortedSet<string> known = Keys("words-en.js");
        var reasons = TableReason().Matches(Repository.ReadText("docs/sync-table.md")).Select(match => match.Groups[1].Value)
            .Where(reason => reason is not ("nothing_anywhere" or "insert_withdrawn" or "new_in_app_over_tombstone" or "adopted_with_differences"));

        reasons.Select(reason => $"why_{reason}").Except(known, StringComparer.Ordinal).ShouldBeEmpty();
    }

    private static SortedSet<string> Keys(string file)
    {
        string text = Quoted().Replace(Repository.ReadText($"{Folder}/{file}"), "''");
        return new SortedSet<string>(Key().Matches(text).Select(match => match.Groups[1].Value), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"`[^`]*`|'[^']*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?:^|[,{])\s*([a-z0-9_]+): ", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex(@"\bt\('([a-z0-9_]+)'|step\('[^']+', '([a-z0-9_]+)'|data-(?:text|label)=""([a-z0-9_]+)""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"^\| [A-Z]\d+ \|.*\| ([a-z_]+) \|$", RegexOptions.Multiline)]
    private static partial Regex TableReason();
}
