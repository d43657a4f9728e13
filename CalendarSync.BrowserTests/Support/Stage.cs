using CalendarSync.Local.Demo;

using Microsoft.Playwright;

namespace CalendarSync.BrowserTests.Support;

/// <summary>Everything that a page needs behind it (PostgreSQL, Google, the functions), and a browser in front of it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly List<IBrowserContext> _contexts = [];
    private readonly Chromium _chromium;

    private Stage(Chromium chromium, DemoEnvironment demo)
    {
        _chromium = chromium;
        Demo = demo;
    }

    public DemoEnvironment Demo { get; }

    /// <summary>What pages have written to the console as errors, thrown, or were forbidden by their policy.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<Stage> OpenAsync(Chromium chromium, CancellationToken cancellationToken = default) =>
        new(chromium, await DemoEnvironment.StartAsync(new DemoFeed(TextWriter.Null, TimeProvider.System), timers: false, cancellationToken));

    /// <summary>A page in a browser of its own; with <paramref name="touch"/> that of a telephone.</summary>
    public async Task<IPage> NewPageAsync(string locale = "en-GB", ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900, bool touch = false)
    {
        IBrowserContext context = await _chromium.OpenAsync(new BrowserNewContextOptions
        {
            Locale = locale,
            TimezoneId = "Europe/Paris",
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = touch,
            IsMobile = touch,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        _contexts.Add(context);
        IPage page = await context.NewPageAsync();
        page.PageError += (_, error) => Complain($"thrown: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
            {
                Complain($"console: {message.Text}");
            }
        };
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IBrowserContext context in _contexts)
        {
            await context.CloseAsync();
        }

        await Demo.DisposeAsync();
    }

    private void Complain(string text)
    {
        lock (_complaints)
        {
            _complaints.Add(text);
        }
    }
}
