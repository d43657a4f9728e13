using Microsoft.Playwright;

namespace CalendarSync.BrowserTests.Support;

/// <summary>
/// What the pages looked like: kept beside the test's results, to be looked at. With <c>CALENDAR_SYNC_SCREENSHOTS</c> set to a folder
/// (<c>docs/images</c> for those of the README) they are kept there.
/// </summary>
internal static class Screenshots
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("CALENDAR_SYNC_SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "TestResults", "screenshots");

    public static async Task KeepAsync(IPage page, string name, bool fullPage = true)
    {
        string path = Path.Combine(Folder, $"{name}.png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = fullPage, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
    }
}
