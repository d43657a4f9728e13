using CalendarSync.Local.Demo;
using CalendarSync.Local.Runtime;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace CalendarSync.BrowserTests.Support;

/// <summary>A company on a stage: functions with settings of their own, its owner at a browser, its application, its people in Google.</summary>
internal sealed class Company : IAsyncDisposable
{
    private readonly Stage _stage;
    private readonly WebApplication _functions;
    private readonly DemoBrowser _browser;

    private Company(Stage stage, WebApplication functions, DemoSettings settings)
    {
        _stage = stage;
        _functions = functions;
        Settings = settings;
        _browser = new DemoBrowser(settings, stage.Demo.People);
    }

    public DemoSettings Settings { get; }

    public string PageUrl => Settings.BaseUrl + "/api/google-calendar";

    public string Token => _stage.Demo.People.Token(Settings.JwtSecret, TimeProvider.System.GetUtcNow());

    /// <param name="stage">Where PostgreSQL and Google are.</param>
    /// <param name="settings">Instead of the demo's.</param>
    public static async Task<Company> StartAsync(Stage stage, params IEnumerable<(string Name, string Value)> settings)
    {
        DemoSettings own = DemoSettings.Draw();
        WebApplication functions = FunctionsApp.Create(new FunctionsAppOptions
        {
            Settings = new ConfigurationBuilder()
                .AddConfiguration(own.ToConfiguration(stage.Demo.DatabaseUrl, stage.Demo.Google))
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
                .Build(),
            Urls = own.BaseUrl,
            Timers = false,
            LogLevel = LogLevel.Error,
        });
        await functions.StartAsync();
        return new Company(stage, functions, own);
    }

    /// <summary>The owner's account is connected, and its calendar read.</summary>
    public async Task ConnectAsync() => await _browser.ConnectAsync(CancellationToken.None);

    /// <summary>The page as the embedding application opens it.</summary>
    public string PageFor(string token) => $"{PageUrl}#token={token}&company_id={_stage.Demo.People.CompanyId}";

    /// <summary>The owner opens the settings page in a browser of its own, and the page has read everything once.</summary>
    public async Task<IPage> OpenPageAsync(string locale = "en-GB", ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900)
    {
        IPage page = await _stage.NewPageAsync(locale, scheme, width, height);
        await page.GotoAsync(PageFor(Token));
        await Assertions.Expect(page.Locator("#summary")).Not.ToBeEmptyAsync();
        return page;
    }

    /// <summary>Both directions by hand: the queue, then Google's changes.</summary>
    public async Task SyncAsync()
    {
        (await _browser.RunTimerAsync("google-calendar-sync-processor", CancellationToken.None)).ShouldBe(202);
        (await _browser.RunTimerAsync("google-calendar-sync-incremental", CancellationToken.None)).ShouldBe(202);
    }

    /// <summary>The application writes an event of tomorrow, and nothing else.</summary>
    public async Task<Guid> WriteAsync(string title, string? reminders = null)
    {
        var id = Guid.NewGuid();
        await ExecuteAsync(
            """
            INSERT INTO events (id, company_id, user_id, title, start_at, end_at, time_zone, reminders)
            VALUES (@id, @CompanyId, @OwnerId, @title, date_trunc('day', now()) + interval '33 hours', date_trunc('day', now()) + interval '34 hours', 'Europe/Paris', @reminders::jsonb)
            """,
            new { id, _stage.Demo.People.CompanyId, _stage.Demo.People.OwnerId, title, reminders });
        return id;
    }

    public Task EditAsync(Guid id, string column, string value) =>
        ExecuteAsync(
            column switch
            {
                "title" => "UPDATE events SET title = @value WHERE id = @id",
                "location" => "UPDATE events SET location = @value WHERE id = @id",
                _ => throw new ArgumentOutOfRangeException(nameof(column)),
            },
            new { id, value });

    /// <summary>A person edits the event in Google.</summary>
    public async Task EditInGoogleAsync(Guid id, string json)
    {
        string googleId = (await QueryAsync<string>("SELECT google_event_id FROM events WHERE id = @id", new { id }))!;
        _stage.Demo.Google.Emulator.User(DemoPeople.GoogleAccount).Edit(DemoPeople.GoogleAccount, googleId, json);
    }

    public Task ExecuteAsync(string sql, object? parameters = null) => _stage.Demo.Database.ExecuteAsync(sql, parameters, CancellationToken.None);

    public Task<T?> QueryAsync<T>(string sql, object? parameters = null) => _stage.Demo.Database.QueryAsync<T>(sql, parameters, CancellationToken.None);

    /// <summary>A title of the event as Google has it.</summary>
    public IReadOnlyList<string?> TitlesInGoogle() =>
        [.. _stage.Demo.Google.Emulator.LiveEvents(DemoPeople.GoogleAccount).Select(item => (string?)item["summary"]).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _functions.StopAsync();
        await _functions.DisposeAsync();
    }
}
