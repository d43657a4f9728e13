using System.Reflection;
using System.Text.RegularExpressions;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Admin;

namespace CalendarSync.Tests.Emulator;

/// <summary>docs/emulator.md says what is there, and only that.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "emulator.md"));

    [Fact]
    public void Each_of_the_49_points_names_a_test_that_exists()
    {
        Match[] rows = [.. Row().Matches(Text).Cast<Match>()];
        rows.Select(r => int.Parse(r.Groups[1].Value)).ShouldBe(Enumerable.Range(1, 49));
        foreach (Match row in rows)
        {
            string test = row.Groups[2].Value;
            int dot = test.IndexOf('.');
            Type? type = typeof(DocumentationTests).Assembly.GetType($"{typeof(DocumentationTests).Namespace}.{test[..dot]}");
            type.ShouldNotBeNull(test);
            type.GetMethod(test[(dot + 1)..], BindingFlags.Public | BindingFlags.Instance).ShouldNotBeNull(test);
        }
    }

    [Fact]
    public void Every_call_of_the_admin_api_is_documented_with_its_fields()
    {
        using GoogleEmulator emulator = new();
        List<string> missing = [];
        foreach (AdminRoute route in AdminApi.Routes(emulator))
        {
            string? line = Text.Split('\n').FirstOrDefault(l => l.Contains($"`{route.Verb} {route.Path}`", StringComparison.Ordinal));
            if (line is null)
            {
                missing.Add($"{route.Verb} {route.Path}");
            }
            else
            {
                missing.AddRange((route.Fields ?? []).Where(f => !line.Contains($"`{f}", StringComparison.Ordinal)).Select(f => $"{route.Path}: {f}"));
            }
        }

        missing.ShouldBeEmpty();
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "CalendarSync.sln")))
        {
            directory = directory.Parent;
        }

        return directory!.FullName;
    }

    [GeneratedRegex(@"^\| (\d+) \|.*\| `([A-Za-z]+\.P\w+)` \|$", RegexOptions.Multiline, 1000)]
    private static partial Regex Row();
}
