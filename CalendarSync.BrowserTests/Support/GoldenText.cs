namespace CalendarSync.BrowserTests.Support;

/// <summary>A text that was reviewed and lies in the folder <c>Golden</c>.</summary>
internal static class GoldenText
{
    private const string Overwrite = "CALENDAR_SYNC_OVERWRITE_GOLDEN";

    private static readonly string Folder = Path.Combine(Root(), "CalendarSync.BrowserTests", "Golden");

    public static async Task ShouldBeAsync(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        if (string.Equals(Environment.GetEnvironmentVariable(Overwrite), "1", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllTextAsync(path, text);
        }

        text.ShouldBe(await File.ReadAllTextAsync(path), $"{name} changed. If it should, run this test with {Overwrite}=1 and review the difference.");
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CalendarSync.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests read the repository's files and must run from inside it.");
    }
}
