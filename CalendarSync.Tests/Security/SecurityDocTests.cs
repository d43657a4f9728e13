using System.Reflection;
using System.Text.RegularExpressions;

using CalendarSync.Tests.Architecture;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Security;

/// <summary>docs/security.md says which test shows which check; here it is held to the tests.</summary>
public sealed partial class SecurityDocTests
{
    // Those in a browser are a project of their own: they are known by their source.
    private static readonly string[] Tests =
    [
        .. Repository.Files("CalendarSync.BrowserTests", "*.cs").SelectMany(file => BrowserTest().Matches(Repository.ReadText(file)).Select(match => match.Groups[1].Value)),
        .. typeof(SecurityDocTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => method.Name),
    ];

    private static readonly Dictionary<int, string> Rows =
        MarkdownTable.After(Repository.ReadText("docs/security.md"), "## The thirty checks").ToDictionary(row => int.Parse(row[0]), row => string.Join(' ', row));

    [Fact]
    public void All_thirty_checks_have_a_row() => Rows.Keys.Order().ShouldBe(Enumerable.Range(1, 30));

    [Fact]
    public void Every_check_names_a_test_or_where_it_will_come() =>
        Offenders.ShouldBeNone(
            Rows.Where(row => !Named(row.Value).Any(Tests.Contains) && !row.Value.Contains("comes with", StringComparison.Ordinal)).Select(row => $"check {row.Key}"),
            "These rows name neither:");

    [Fact]
    public void Every_test_that_is_named_exists() =>
        Offenders.ShouldBeNone(Rows.Values.SelectMany(Named).Where(name => name.Contains('_', StringComparison.Ordinal) && !IsSetting(name) && !Tests.Contains(name)), "There are no such tests:");

    private static IEnumerable<string> Named(string row) => Code().Matches(row).Select(match => match.Groups[1].Value);

    private static bool IsSetting(string name) => name.All(c => char.IsAsciiLetterUpper(c) || c == '_') || name.All(c => char.IsAsciiLetterLower(c) || c == '_');

    [GeneratedRegex(@"\[BrowserFact\]\s+public async Task (\w+)\(", RegexOptions.None, 1000)]
    private static partial Regex BrowserTest();

    [GeneratedRegex("`([^`]+)`", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
