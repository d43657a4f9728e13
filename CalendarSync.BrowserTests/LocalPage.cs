using CalendarSync.BrowserTests.Support;
using CalendarSync.Local.Page;

using Microsoft.Playwright;

namespace CalendarSync.BrowserTests;

/// <summary>The local page in a browser, and what one does there.</summary>
internal sealed class LocalPage : IAsyncDisposable
{
    private readonly DayClock _clock;
    private readonly PageHost _host;

    private LocalPage(Stage stage, DayClock clock, PageHost host, IPage page)
    {
        _clock = clock;
        Stage = stage;
        _host = host;
        Page = page;
    }

    public Stage Stage { get; }

    public IPage Page { get; }

    public ILocator Verdict => Page.Locator("#verdict[data-kind=same]");

    public ILocator Story => Page.Locator("#story");

    public static async Task<LocalPage> OpenAsync(
        Chromium chromium, string locale = "en-GB", ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 1000, bool touch = false)
    {
        Stage stage = await Stage.OpenAsync(chromium);
        var clock = new DayClock();
        var host = await PageHost.StartAsync(stage.Demo, clock, usualPort: false, default);
        host.Troubles.Vacancy = TimeSpan.Zero;
        host.Troubles.Slowness = TimeSpan.FromMilliseconds(100);
        var opened = new LocalPage(stage, clock, host, await stage.NewPageAsync(locale, scheme, width, height, touch));
        await opened.Page.GotoAsync(host.Address.ToString());
        await opened.Page.WaitForSelectorAsync("html[data-ready]");
        await Assertions.Expect(opened.Verdict).ToBeVisibleAsync();
        // A run that meets a pull under way leaves Google to that one.
        await opened.UntilAsync("SELECT bool_or(lease_until IS NOT NULL)::text FROM google_calendar_connections", "false");
        return opened;
    }

    /// <summary>An event's card; <paramref name="side"/> is <c>app</c> or <c>google</c>.</summary>
    public ILocator Card(string side, string title) =>
        Page.Locator($"#{side}-grid .card:not(.gone)").Filter(new LocatorFilterOptions { Has = Page.Locator(".title").GetByText(title, new LocatorGetByTextOptions { Exact = true }) });

    public ILocator Trouble(string name) => Page.Locator($"[data-trouble={name}]");

    public async Task ProcessAsync()
    {
        await Page.Locator("#processor").ClickAsync();
        await Assertions.Expect(Page.Locator("#processor[aria-busy]")).ToHaveCountAsync(0);
    }

    public async Task SettleAsync()
    {
        await ProcessAsync();
        await Assertions.Expect(Verdict).ToBeVisibleAsync();
    }

    /// <summary>Makes an event by the side's button and form.</summary>
    public async Task AddAsync(string side, string title, string from = "12:00", string to = "13:00", string? repeat = null)
    {
        await Page.Locator($".new[data-side={side}]").ClickAsync();
        await Page.Locator("[name=title]").FillAsync(title);
        await Page.Locator("[name=from]").FillAsync(from);
        await Page.Locator("[name=to]").FillAsync(to);
        if (repeat is not null)
        {
            await Page.Locator("[name=repeat]").SelectOptionAsync(new SelectOptionValue { Label = repeat });
        }

        await Page.Locator("#editor-form [type=submit]").ClickAsync();
        await Assertions.Expect(Card(side, title).First).ToBeVisibleAsync();
    }

    /// <summary>Drags a card by so many days and quarters of an hour.</summary>
    public async Task DragAsync(ILocator card, int days, int quarters)
    {
        await card.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await card.BoundingBoxAsync())!;
        LocatorBoundingBoxResult grid = (await card.Locator("xpath=..").BoundingBoxAsync())!;
        int count = await Page.Locator("#app-grid .head").CountAsync();
        (float x, float y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await Page.Mouse.MoveAsync(x, y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(x + (days * grid.Width / count), y + (quarters * grid.Height / 96), new MouseMoveOptions { Steps = 6 });
        await Page.Mouse.UpAsync();
    }

    /// <summary>From here on no time passes in the page: however slow the machine is, a touch is short.</summary>
    public async Task StopClockAsync()
    {
        await Page.Clock.InstallAsync();
        await Page.Clock.PauseAtAsync(await Page.EvaluateAsync<DateTime>("() => new Date(Date.now() + 1000)"));
    }

    /// <summary>What the database says, as text.</summary>
    public Task<string?> RowAsync(string title) => Stage.Demo.Database.QueryAsync<string>(
        "SELECT to_char(start_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM-DD HH24:MI') FROM events WHERE title = @title AND deleted_at IS NULL", new { title }, default);

    /// <summary>Looks again whenever something happens, until the query gives this text.</summary>
    public async Task UntilAsync(string sql, string expected)
    {
        while (true)
        {
            Task change = Stage.Demo.Feed.NextChange;
            if (string.Equals(await Stage.Demo.Database.QueryAsync<string>(sql, null, default), expected, StringComparison.Ordinal))
            {
                return;
            }

            await change.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>A day from the page's today on.</summary>
    public string Day(int days) => _clock.Day(days);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Stage.DisposeAsync();
    }
}
