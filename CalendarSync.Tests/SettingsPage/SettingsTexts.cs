using System.Text.RegularExpressions;

using CalendarSync.Tests.Architecture;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.SettingsPage;

/// <summary>The words of the settings page: all of them in both languages, and one for every code that the engine writes.</summary>
public sealed class SettingsTexts
{
    private const string Folder = "CalendarSync.Functions/Settings";

    private static readonly HashSet<string> English = KeysOf("english.js");

    [Fact]
    public void Both_languages_have_the_same_keys() => KeysOf("french.js").Order(StringComparer.Ordinal).ShouldBe(English.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_key_that_the_page_asks_for_is_there()
    {
        IEnumerable<string> asked = Repository.Files(Folder, "*.js").Where(file => !file.EndsWith("english.js", StringComparison.Ordinal) && !file.EndsWith("french.js", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(Repository.ReadText(file), @"\bt\('([^']+)'").Select(match => match.Groups[1].Value))
            .Concat(Regex.Matches(Repository.ReadText($"{Folder}/index.html"), "data-text=\"([^\"]+)\"").Select(match => match.Groups[1].Value));

        Offenders.ShouldBeNone(asked.Distinct(StringComparer.Ordinal).Where(key => !English.Contains(key)), "Add to english.js and french.js:");
    }

    [Fact]
    public void Every_reason_of_the_journal_has_words()
    {
        string[] sources = ["Reconciliation", "AppToGoogle", "GoogleToApp", "Events", "Conflicts", "Storage", "Doctor"];
        string core = string.Join('\n', sources.SelectMany(folder => Repository.Files($"CalendarSync.Core/{folder}", "*.cs")).Select(Repository.ReadText));
        // Codes of decisions stand as literals; those of the listing's end stand in SQL.
        string[] codes =
        [
            .. Regex.Matches(core, "\"((?:new|edited|touched|deleted|revived|insert|adopted|never|role|hole|settled|by)_[a-z_]+|merged|adopted)\"").Select(match => match.Groups[1].Value),
            .. Regex.Matches(core, "'((?:edited|missing)_[a-z_]+)'").Select(match => match.Groups[1].Value),
        ];

        codes.Contains("edited_in_both", StringComparer.Ordinal).ShouldBeTrue();
        codes.Contains("missing_in_listing", StringComparer.Ordinal).ShouldBeTrue();
        Offenders.ShouldBeNone(codes.Distinct(StringComparer.Ordinal).Where(code => !English.Contains("why." + code)), "Add why.… to english.js and french.js:");
    }

    [Fact]
    public void Every_reason_to_wait_is_known_in_french()
    {
        string french = Repository.ReadText($"{Folder}/french.js");
        string[] waits =
        [
            .. Regex.Match(Repository.ReadText("sql/003_functions.sql"), "google_calendar_queue_reasons.*?AS waits_for", RegexOptions.Singleline).Value
                .Split('\n').Select(line => Regex.Match(line, "THEN '([^']+)'").Groups[1].Value).Where(text => text.Length > 0),
        ];

        waits.Length.ShouldBeGreaterThan(8);
        Offenders.ShouldBeNone(waits.Where(text => !french.Contains($"/^{text}$/", StringComparison.Ordinal)), "Add to the sentences of french.js:");
    }

    [Fact]
    public void No_file_of_the_page_parses_text_as_html_or_runs_it()
    {
        Offenders.ShouldBeNone(
            Repository.Files(Folder).SelectMany(file => Repository.ReadText(file).Split('\n').Select((line, index) => (file, line, index)))
                .Where(at => Regex.IsMatch(at.line, @"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|setHTML|srcdoc|localStorage|sessionStorage|document\.cookie|\sstyle=|\son[a-z]+=""|<script>"))
                .Select(at => $"{at.file}:{at.index + 1} {at.line.Trim()}"),
            "Text is set as text, and the token is kept in memory only:");
    }

    private static HashSet<string> KeysOf(string file) =>
        [.. Regex.Matches(Repository.ReadText($"{Folder}/{file}"), @"^  '?([\w.]+)'?: ", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
}
