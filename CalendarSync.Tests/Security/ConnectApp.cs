using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

using CalendarSync.Core.Connecting;
using CalendarSync.Local.Runtime;
using CalendarSync.Tests.Support;

using Dapper;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Npgsql;

namespace CalendarSync.Tests.Security;

/// <summary>The functions on a real port, over a database of their own and <see cref="GoogleDouble"/>; users with tokens, browsers with cookies.</summary>
internal sealed class ConnectApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConnectApp(WebApplication app, TestDatabase database, GoogleDouble google, FakeTimeProvider clock, RecordingAfterConnect after, LogLines log)
    {
        _app = app;
        Database = database;
        Google = google;
        Clock = clock;
        After = after;
        Log = log;
        Own = new Uri(app.Urls.Single() + "/api/google-calendar-oauth-pkce");
    }

    public TestDatabase Database { get; }

    public GoogleDouble Google { get; }

    public FakeTimeProvider Clock { get; }

    public RecordingAfterConnect After { get; }

    public LogLines Log { get; }

    public Uri Own { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<ConnectApp> StartAsync(params (string Name, string? Value)[] settings) => StartAsync(new FakeTimeProvider(), firstSync: false, settings);

    /// <param name="clock">Of the whole app.</param>
    /// <param name="firstSync">Whether a connection begins as in the product, or is only written down.</param>
    /// <param name="settings">Win over those of the double.</param>
    public static async Task<ConnectApp> StartAsync(FakeTimeProvider clock, bool firstSync, params (string Name, string? Value)[] settings)
    {
        TestDatabase database = await TestDatabase.CreateAsync();
        GoogleDouble google = await GoogleDouble.StartAsync();
        var after = new RecordingAfterConnect();
        var log = new LogLines();
        string url = $"http://127.0.0.1:{FreePort()}";
        IConfiguration configuration = Configuration.Settings.With(
        [
            ("DATABASE_URL", database.EngineConnectionString), ("GOOGLE_REDIRECT_URI", url + "/api/google-calendar-oauth-pkce"),
            ("ALLOWED_RETURN_ORIGINS", "https://app.example.com http://localhost:3000"), ("FUNCTIONS_KEY", "the-function-key"), .. google.Settings, .. settings,
        ]);
        WebApplication app = FunctionsApp.Create(new FunctionsAppOptions
        {
            Settings = configuration,
            Urls = url,
            Timers = false,
            Clock = clock,
            Services = services => _ = firstSync ? services : services.AddSingleton<IAfterConnect>(after),
            Logging = logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace),
        });
        await app.StartAsync();
        return new ConnectApp(app, database, google, clock, after, log);
    }

    public async Task<T> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using NpgsqlConnection connection = await Database.DataSource.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql, parameters);
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using NpgsqlConnection connection = await Database.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    /// <summary>A user of a company, who has a token.</summary>
    public async Task<TestUser> UserAsync(Guid company, string role = "owner")
    {
        var user = Guid.NewGuid();
        await ExecuteAsync("INSERT INTO company_users (company_id, user_id, role) VALUES (@company, @user, @role)", new { company, user, role });
        return new TestUser(company, user, Token(user));
    }

    public string Token(Guid user) => TestTokens.Hs256(new { sub = user, exp = Clock.GetUtcNow().AddDays(30).ToUnixTimeSeconds() });

    public async Task<HttpResponseMessage> PostStartAsync(TestUser? user, Guid company, string? returnUrl = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Own)
        {
            Content = returnUrl is null ? JsonContent.Create(new { company_id = company }) : JsonContent.Create(new { company_id = company, return_url = returnUrl }),
        };
        request.Headers.Authorization = user is null ? null : new AuthenticationHeaderValue("Bearer", user.Token);
        return await client.SendAsync(request);
    }

    /// <summary>What the application does: start, and give the address to a browser.</summary>
    public async Task<Uri> StartUrlAsync(TestUser user, string? returnUrl = null)
    {
        using HttpResponseMessage response = await PostStartAsync(user, user.Company, returnUrl);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return new Uri(body.RootElement.GetProperty("authorization_url").GetString()!);
    }

    /// <summary>The whole way in one browser, up to the last answer of this app.</summary>
    public async Task<TestAnswer> ConnectAsync(TestUser user, string? returnUrl = null, string? language = null)
    {
        using var browser = new TestBrowser(language);
        Uri next = await StartUrlAsync(user, returnUrl);
        TestAnswer answer = await browser.GetAsync(next);
        while (answer.Location is { } location && (location.Host == Own.Host))
        {
            answer = await browser.GetAsync(location);
        }

        return answer;
    }

    /// <summary>A request to one of the functions.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? token, string? body = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(Own, "/api/" + path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Google.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
