using System.Text.Json;

using Microsoft.Playwright;

namespace CalendarSync.BrowserTests.Support;

/// <summary>
/// The rules of axe-core: what WCAG asks for, as far as a program can see it. <c>.ci/run</c> installs it into the cache folder, or into the folder that
/// <c>CALENDAR_SYNC_AXE</c> names.
/// </summary>
internal static class Axe
{
    private const string Run =
        """
        async () => (await axe.run(document)).violations.map(({ id, help, nodes: [first, ...more] }) =>
          `${id}, ${more.length + 1} times: ${help}. ${first.html.slice(0, 300)} ${[...first.any, ...first.all, ...first.none].map(({ message }) => message).join(' ')}`)
        """;

    private static readonly string Script = Path.Combine(Folder(), "node_modules", "axe-core", "axe.min.js");

    /// <summary>Why the rules cannot be asked; null where they can.</summary>
    public static string? Missing { get; } = Chromium.Missing ?? (File.Exists(Script) ? null : "axe-core is not installed: .ci/run does it where npm can be reached.");

    /// <summary>As the page is now, nothing breaks a rule, neither by day nor in the dark.</summary>
    public static async Task CheckAsync(IPage page, string state)
    {
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            (await ViolationsAsync(page)).ShouldBeEmpty($"{state}, {scheme}");
        }
    }

    private static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            // The page's policy lets no script in but its own; what is evaluated from outside is no script of the page.
            await page.EvaluateAsync(await File.ReadAllTextAsync(Script) + "\n;0");
        }

        return (await page.EvaluateAsync<JsonElement>(Run)).EnumerateArray().Select(item => item.GetString()!).ToList();
    }

    private static string Folder()
    {
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Environment.GetEnvironmentVariable("CALENDAR_SYNC_AXE") ?? Path.Combine(cache, "calendar-sync", "axe");
    }
}
