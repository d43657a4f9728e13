using System.Text.Json.Nodes;

using CalendarSync.Core;
using CalendarSync.Core.AppToGoogle;
using CalendarSync.Core.Google;
using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Storage;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Postgres;

using Dapper;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

using Npgsql;

namespace CalendarSync.Benchmarks;

/// <summary>A throwaway PostgreSQL, the emulator over loopback HTTP, and the engine between them.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Email = "marie@example.com";

    private readonly ThrowawayPostgres _postgres;
    private readonly EmulatorHost _host;
    private readonly ServiceProvider _services;

    private World(ThrowawayPostgres postgres, EmulatorHost host, ServiceProvider services, StatementCounter statements, string accessToken)
    {
        _postgres = postgres;
        _host = host;
        _services = services;
        Statements = statements;
        AccessToken = accessToken;
    }

    public static Guid Company { get; } = Guid.Parse("0c000000-0000-0000-0000-00000000c001");

    public static Guid User { get; } = Guid.Parse("0c000000-0000-0000-0000-0000000000a1");

    public GoogleEmulator Google => _host.Emulator;

    public string ApiUrl => _host.ApiUrl;

    public string AccessToken { get; }

    public StatementCounter Statements { get; }

    public IServiceProvider Services => _services;

    public NpgsqlDataSource DataSource => _services.GetRequiredService<NpgsqlDataSource>();

    public GoogleChanges Changes => _services.GetRequiredService<GoogleChanges>();

    public SyncProcessor Processor => _services.GetRequiredService<SyncProcessor>();

    public static async Task<World> CreateAsync()
    {
        var postgres = await ThrowawayPostgres.StartAsync();
        await postgres.CreateDatabaseAsync("bench");
        var connectionString = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("bench")) { CommandTimeout = 600 }.ConnectionString;
        await Migrator.MigrateAsync(connectionString, CancellationToken.None);

        var emulator = new GoogleEmulator(new EmulatorOptions());
        emulator.AddAccount(Email, "Marie");
        var host = await EmulatorHost.StartAsync(emulator);
        var token = emulator.IssueTokens(Email, "https://www.googleapis.com/auth/calendar", "https://www.googleapis.com/auth/calendar.events").AccessToken;

        var statements = new StatementCounter();
        var source = new NpgsqlDataSourceBuilder(connectionString).UseLoggerFactory(statements).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(source);
        services.AddSingleton(new RateBudgetOptions(int.MaxValue, int.MaxValue));
        services.AddSingleton(new SyncPolicy { PassBudget = TimeSpan.FromHours(1) });
        services.AddCalendarSync(new ConfigurationBuilder().AddInMemoryCollection(Settings(connectionString, host)).Build());
        services.Replace(ServiceDescriptor.Singleton<IAccessTokens>(new FixedToken(token)));
        var world = new World(postgres, host, services.BuildServiceProvider(), statements, token);
        await world.ConnectAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _host.DisposeAsync();
        Google.Dispose();
        await _postgres.DisposeAsync();
    }

    public void Fill(int events)
    {
        Google.User(Email).InsertMany(Email, Enumerable.Range(0, events).Select(Event));
        // What the emulator keeps of what it has served would else be counted as the engine's.
        Google.Warm(Email, Email);
    }

    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await DataSource.OpenConnectionAsync();
        return await connection.ExecuteAsync(sql, parameters, commandTimeout: 600);
    }

    private static JsonObject Event(int i) => new()
    {
        ["summary"] = $"Consultation {i}",
        ["location"] = $"Salle {i % 40}",
        ["description"] = "Apporter les documents et la carte. Merci de prévenir en cas d'empêchement.",
        ["start"] = new JsonObject { ["dateTime"] = At(i, 0), ["timeZone"] = "Europe/Paris" },
        ["end"] = new JsonObject { ["dateTime"] = At(i, 45), ["timeZone"] = "Europe/Paris" },
    };

    private static string At(int i, int minutes) =>
        new DateTimeOffset(2026, 1, 5, 7, 0, 0, TimeSpan.Zero).AddMinutes((i * 20L) + minutes).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Settings(string connectionString, EmulatorHost host) => new(StringComparer.Ordinal)
    {
        ["DATABASE_URL"] = connectionString,
        ["GOOGLE_CLIENT_ID"] = host.Emulator.Options.ClientId,
        ["GOOGLE_CLIENT_SECRET"] = host.Emulator.Options.ClientSecret,
        ["GOOGLE_REDIRECT_URI"] = "http://127.0.0.1:7071/api/google-calendar-oauth-pkce",
        ["GOOGLE_API_URL"] = host.ApiUrl,
        ["GOOGLE_AUTH_URL"] = host.AuthUrl,
        ["GOOGLE_TOKEN_URL"] = host.TokenUrl,
        ["GOOGLE_REVOKE_URL"] = host.RevokeUrl,
        ["TOKEN_ENCRYPTION_KEY"] = Convert.ToBase64String(new byte[32]),
        ["AUTH_JWT_SECRET"] = "a secret of a benchmark that is long enough to be taken",
    };

    private Task<int> ConnectAsync() => ExecuteAsync(
        """
        WITH g AS (INSERT INTO google_calendar_grants (company_id, user_id, account) VALUES (@Company, @User, @Email) RETURNING id)
        INSERT INTO google_calendar_connections (company_id, user_id, grant_id, calendar_id) SELECT @Company, @User, g.id, @Email FROM g
        """,
        new { Company, User, Email });

    private sealed class FixedToken(string token) : IAccessTokens
    {
        public Task<string> GetAsync(GoogleAccount account, string? rejected, CancellationToken cancellationToken) => Task.FromResult(token);
    }
}
