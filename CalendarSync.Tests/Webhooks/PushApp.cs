using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

using CalendarSync.Core.Google;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Runtime;
using CalendarSync.Tests.Configuration;
using CalendarSync.Tests.Security;
using CalendarSync.Tests.Support;

using Dapper;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Webhooks;

/// <summary>The functions and a Google on real ports, without timers: what arrives, arrives by push.</summary>
internal sealed class PushApp : IAsyncDisposable
{
    public const string Email = "marie@example.com";
    public const string Key = "the-function-key";

    private readonly WebApplication functions;
    private readonly EmulatorHost google;
    private readonly TestDatabase rows;
    private readonly HttpClient http;

    private PushApp(WebApplication app, EmulatorHost host, TestDatabase database, FakeTimeProvider clock, LogLines log)
    {
        functions = app;
        google = host;
        rows = database;
        Clock = clock;
        Log = log;
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single() + "/api/") };
    }

    public Guid Company { get; } = new(0xC0, 0, 0, new byte[8]);

    public Guid ConnectionId { get; } = new(0xC1, 0, 0, new byte[8]);

    public FakeTimeProvider Clock { get; }

    public LogLines Log { get; }

    public GoogleEmulator Google => google.Emulator;

    public EmulatorUser Person => Google.User(Email);

    public static async Task<PushApp> StartAsync(Action<EmulatorOptions>? adjust = null)
    {
        var clock = new FakeTimeProvider();
        var options = new EmulatorOptions();
        adjust?.Invoke(options);
        var emulator = new GoogleEmulator(options, clock);
        emulator.AddAccount(Email);
        var host = await EmulatorHost.StartAsync(emulator);
        var database = await TestDatabase.CreateAsync();
        var url = $"http://127.0.0.1:{FreePort()}";
        var log = new LogLines();
        var app = FunctionsApp.Create(new FunctionsAppOptions
        {
            Settings = Settings.With(
                ("DATABASE_URL", database.ConnectionString),
                ("GOOGLE_API_URL", host.ApiUrl),
                ("WEBHOOK_BASE_URL", url + "/api/google-calendar-webhook"),
                ("FUNCTIONS_KEY", Key)),
            Urls = url,
            Timers = false,
            Clock = clock,
            Services = services => services.Replace(ServiceDescriptor.Singleton<IAccessTokens>(new Tokens(emulator))),
            Logging = logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace),
        });
        await app.StartAsync();
        var self = new PushApp(app, host, database, clock, log);
        await self.ExecuteAsync(
            """
            INSERT INTO google_calendar_grants (id, company_id, user_id, account) VALUES (@Company, @Company, @Company, @Email);
            INSERT INTO google_calendar_connections (id, company_id, user_id, grant_id, calendar_id) VALUES (@ConnectionId, @Company, @Company, @Company, @Email)
            """);
        return self;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await rows.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, new { Company, ConnectionId, Email });
    }

    /// <summary>The titles of the rows that are not deleted.</summary>
    public async Task<IReadOnlyList<string>> TitlesAsync()
    {
        await using var connection = await rows.DataSource.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>("SELECT title FROM events WHERE deleted_at IS NULL ORDER BY title")];
    }

    /// <summary>A user with that role, and the header that proves it.</summary>
    public async Task<AuthenticationHeaderValue> UserAsync(string role, Guid company)
    {
        var user = Guid.NewGuid();
        await ExecuteAsync($"INSERT INTO company_users (company_id, user_id, role) VALUES ('{company}', '{user}', '{role}')");
        return new AuthenticationHeaderValue("Bearer", TestTokens.Hs256(new { sub = user, exp = Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds() }));
    }

    public Task<(int Status, string Body)> WatchAsync(string action = "start") =>
        PostAsync($$"""{"connection_id":"{{ConnectionId}}","action":"{{action}}"}""", key: Key);

    public async Task<(int Status, string Body)> PostAsync(string body, AuthenticationHeaderValue? user = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "google-calendar-watch") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = user;
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<int> WebhookAsync(HttpMethod method)
    {
        using var request = new HttpRequestMessage(method, "google-calendar-webhook");
        using var response = await http.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).Length.ShouldBe(response.IsSuccessStatusCode ? 0 : (int)response.Content.Headers.ContentLength!.Value);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await functions.DisposeAsync();
        await google.DisposeAsync();
        Google.Dispose();
        await rows.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Tokens(GoogleEmulator emulator) : IAccessTokens
    {
        private string? token;

        public Task<string> GetAsync(GoogleAccount account, string? rejected, CancellationToken cancellationToken)
        {
            token = token is null || rejected is not null ? emulator.IssueTokens(Email).AccessToken : token;
            return Task.FromResult(token);
        }
    }
}
