using System.Text.RegularExpressions;

using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Architecture;

public sealed partial class RepositoryText
{
    // Who is spoken to, who is cited, and names that nobody has.
    private static readonly string[] KnownHosts =
    [
        "google.com", "google.internal", "googleapis.com", "telegram.org", "microsoft.com", "azure.net", "aka.ms", "azurewebsites.net",
        "postgresql.org", "npgsql.org", "ietf.org", "rfc-editor.org", "w3.org", "github.com", "iana.org", "openid.net", "owasp.org",
        "opentelemetry.io", "editorconfig.org", "supabase.com",
        "example.com", "example.org", "example.net", "example", "invalid", "test", "localhost",
    ];

    private static readonly string[] TextFiles =
        [".cs", ".csproj", ".sln", ".props", ".targets", ".json", ".md", ".sql", ".sh", ".yaml", ".yml", ".http", ".html", ".js", ".css", ".config", ".txt", ""];

    [Fact]
    public void Every_host_that_is_named_is_known() =>
        Offenders.ShouldBeNone(
            from path in Texts()
            from Match match in Host().Matches(Repository.ReadText(path))
            let host = match.Groups[1].Value.TrimEnd('.')
            where host.Contains('.', StringComparison.Ordinal) && !IpAddress().IsMatch(host) && !IsKnown(host)
            select $"{path}: {host}",
            "The repository names no machine but Google's and the like; use example.com, or add a host that is cited:");

    [Fact]
    public void No_file_names_the_machine_it_was_written_on() =>
        Offenders.ShouldBeNone(
            from path in Texts()
            where path != "CalendarSync.Tests/Architecture/RepositoryText.cs"
            from Match match in HomePath().Matches(Repository.ReadText(path))
            select $"{path}: {match.Value}",
            "Paths of somebody's machine do not belong here:");

    [Fact]
    public void No_package_source_is_prescribed() =>
        Offenders.ShouldBeNone(
            Repository.Files().Where(path => Path.GetFileName(path).Equals("nuget.config", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(path) == ".npmrc"),
            "Whoever builds chooses where packages come from:");

    private static IEnumerable<string> Texts() =>
        Repository.Files().Where(path => TextFiles.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            && !Path.GetFileName(path).Equals("packages.lock.json", StringComparison.Ordinal)
            && !Path.GetFileName(path).Equals("local.settings.json", StringComparison.Ordinal)
            && Path.GetFileName(path) != ".git");

    private static bool IsKnown(string host) =>
        KnownHosts.Any(known => host.Equals(known, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + known, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"https?://(?:[^\s/@""'<>]*@)?([a-zA-Z0-9][a-zA-Z0-9.-]*)")]
    private static partial Regex Host();

    [GeneratedRegex(@"^\d+(\.\d+){3}$")]
    private static partial Regex IpAddress();

    [GeneratedRegex(@"(?<![\w.])(/home/\w+|/Users/\w+|/root/\w+|/work/\w+|[A-Z]:\\Users\\)")]
    private static partial Regex HomePath();
}
