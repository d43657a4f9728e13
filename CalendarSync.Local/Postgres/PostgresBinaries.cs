namespace CalendarSync.Local.Postgres;

/// <summary>Where this machine has a PostgreSQL server, if it has one.</summary>
internal static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>The folder that holds both <c>initdb</c> and <c>postgres</c>, newest version first, or null.</summary>
    public static string? FindInstalled(string? path, string debianRoot = DebianRoot) =>
        OnPath(path).Concat(UnderDebianRoot(debianRoot)).FirstOrDefault(IsServerFolder);

    private static IEnumerable<string> OnPath(string? path)
    {
        foreach (string folder in (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string initdb = Path.Combine(folder, "initdb");
            if (!File.Exists(initdb))
            {
                continue;
            }

            // A link to initdb alone is common; the server lies beside what it points to.
            string? target = File.ResolveLinkTarget(initdb, returnFinalTarget: true)?.FullName;
            yield return Path.GetDirectoryName(target ?? initdb) ?? folder;
            yield return folder;
        }
    }

    private static IEnumerable<string> UnderDebianRoot(string root) =>
        Directory.Exists(root)
            ? Directory.EnumerateDirectories(root)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out int version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];

    private static bool IsServerFolder(string folder) =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));
}
