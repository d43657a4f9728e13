using Microsoft.Playwright;

namespace CalendarSync.BrowserTests.Support;

/// <summary>The machine's own Chromium, started once for all tests. Each test gets contexts of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Setting = "CALENDAR_SYNC_CHROMIUM";
    // In milliseconds. Generous, since machines that test are busy; a test that passes does not wait.
    private const float Patience = 30_000;
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the browser is; null where there is none, and then the tests are skipped.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable(Setting) ?? Array.Find(Places, File.Exists);

    public static string? Missing { get; } =
        Path is null ? $"No Chromium here: install Debian's package chromium, or name the program in {Setting}." : null;

    public async Task InitializeAsync()
    {
        if (Path is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            // As root, and in containers, Chromium does not start with its sandbox; the pages are our own.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>A browser without a past.</summary>
    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        IBrowserContext context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return context;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
