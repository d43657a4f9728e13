using System.Text.Json.Nodes;

using CalendarSync.Core;
using CalendarSync.Core.AppToGoogle;
using CalendarSync.Core.Google;
using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Storage;
using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Support;

using Dapper;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;


namespace CalendarSync.Tests.Scenarios;

/// <summary>
/// Both sides in view: an application's database and a Google account, with the engine between them. The application writes SQL, the
/// person acts in the emulator, and nothing moves until a test says so.
/// </summary>
internal sealed class SyncWorld : IAsyncDisposable
{
    public const string Email = "marie@example.com";

    private readonly EmulatorHost _host;
    private readonly ServiceProvider _services;

    private SyncWorld(TestDatabase database, EmulatorHost host, FakeTimeProvider time, ServiceProvider services)
    {
        Database = database;
        _host = host;
        Time = time;
        _services = services;
    }

    public TestDatabase Database { get; }

    public FakeTimeProvider Time { get; }

    public GoogleEmulator Google => _host.Emulator;

    public EmulatorUser Person => Google.User(Email);

    public string Calendar { get; private set; } = Email;

    public Guid Company { get; } = Guid.Parse("0c000000-0000-0000-0000-00000000c001");

    public Guid User { get; } = Guid.Parse("0c000000-0000-0000-0000-0000000000a1");

    public Guid ConnectionId { get; private set; }

    public Guid GrantId { get; private set; }

    public SyncProcessor Processor => _services.GetRequiredService<SyncProcessor>();

    public GoogleChanges Changes => _services.GetRequiredService<GoogleChanges>();

    public IServiceProvider Services => _services;

    public static async Task<SyncWorld> CreateAsync(
        Action<Dictionary<string, string?>>? settings = null, EmulatorOptions? emulatorOptions = null, Action<IServiceCollection>? replace = null)
    {
        var time = new FakeTimeProvider();
        var database = await TestDatabase.CreateAsync();
        var emulator = new GoogleEmulator(emulatorOptions ?? new EmulatorOptions(), time);
        emulator.AddAccount(Email, "Marie");
        var host = await EmulatorHost.StartAsync(emulator);
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DATABASE_URL"] = database.EngineConnectionString,
            ["GOOGLE_CLIENT_ID"] = emulator.Options.ClientId,
            ["GOOGLE_CLIENT_SECRET"] = emulator.Options.ClientSecret,
            ["GOOGLE_REDIRECT_URI"] = "http://127.0.0.1:7071/api/google-calendar-oauth-pkce",
            ["GOOGLE_API_URL"] = host.ApiUrl,
            ["GOOGLE_AUTH_URL"] = host.AuthUrl,
            ["GOOGLE_TOKEN_URL"] = host.TokenUrl,
            ["GOOGLE_REVOKE_URL"] = host.RevokeUrl,
            ["TOKEN_ENCRYPTION_KEY"] = Convert.ToBase64String(new byte[32]),
            ["AUTH_JWT_SECRET"] = "a secret of a test that is long enough to be taken",
        };
        settings?.Invoke(values);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<IJitter>(new SeededJitter(1));
        services.AddCalendarSync(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.Replace(ServiceDescriptor.Singleton<IAccessTokens>(new EmulatorTokens(emulator)));
        replace?.Invoke(services);
        var world = new SyncWorld(database, host, time, services.BuildServiceProvider());
        await world.ConnectAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _host.DisposeAsync();
        Google.Dispose();
        await Database.DisposeAsync();
    }

    /// <summary>A calendar of the account becomes one that is synced.</summary>
    public async Task ConnectAsync(string? calendarId = null, string? role = null)
    {
        Calendar = calendarId ?? Email;
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        GrantId = await connection.QuerySingleAsync<Guid>(
            """
            INSERT INTO google_calendar_grants (company_id, user_id, account, scopes) VALUES (@Company, @User, @Email, '{}')
            ON CONFLICT (company_id, account) DO UPDATE SET updated_at = now() RETURNING id
            """,
            new { Company, User, Email });
        ConnectionId = await connection.QuerySingleAsync<Guid>(
            """
            INSERT INTO google_calendar_connections (company_id, user_id, grant_id, calendar_id, role, created_at, expires_at)
            VALUES (@Company, @User, @GrantId, @Calendar, @role, @Now, @Now + interval '1 hour') RETURNING id
            """,
            new { Company, User, GrantId, Calendar, role, Now = Time.GetUtcNow() });
        await connection.ExecuteAsync(
            "INSERT INTO company_users (company_id, user_id, role) VALUES (@Company, @User, 'owner') ON CONFLICT DO NOTHING", new { Company, User });
    }

    /// <summary>The application writes, in a transaction of its own, at the world's time.</summary>
    public async Task<T> AppAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("SELECT set_config('calendar_sync.now', @now, true)", new { now = Time.GetUtcNow().ToString("O") });
        var result = await connection.QuerySingleOrDefaultAsync<T>(sql, parameters);
        await transaction.CommitAsync();
        return result!;
    }

    public Task AppAsync(string sql, object? parameters = null) => AppAsync<int?>(sql, parameters);

    /// <summary>The application makes an event of one hour, tomorrow.</summary>
    public Task<Guid> AppInsertAsync(string title, string? location = null) => AppAsync<Guid>(
        """
        INSERT INTO events (company_id, user_id, title, location, start_at, end_at, time_zone)
        VALUES (@Company, @User, @title, @location, @start, @start + interval '1 hour', 'Europe/Paris') RETURNING id
        """,
        new { Company, User, title, location, start = Time.GetUtcNow().AddDays(1) });

    public async Task<IReadOnlyList<EventRow>> RowsAsync()
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        return [.. await connection.QueryAsync<EventRow>($"SELECT {EventRow.Columns} FROM events e ORDER BY e.title, e.id")];
    }

    public async Task<EventRow> RowAsync(Guid id) => (await RowsAsync()).Single(r => r.Id == id);

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    public IReadOnlyList<JsonObject> GoogleEvents() => Google.LiveEvents(Calendar);

    public Task<SyncCounts> PushAsync() => Processor.RunAsync(SyncScope.Everything, CancellationToken.None);

    public Task<SyncCounts> PullAsync(bool full = false) => Changes.RunAsync(SyncScope.Everything, full, CancellationToken.None);

    /// <summary>Until nothing moves any more, then once again: that last round may write nothing on either side.</summary>
    public async Task SettleAsync(int rounds = 6)
    {
        for (var i = 0; i < rounds; i++)
        {
            var before = await FingerprintAsync();
            await PullAsync();
            await PushAsync();
            if (i > 0 && string.Equals(before, await FingerprintAsync(), StringComparison.Ordinal))
            {
                break;
            }

            Time.Advance(TimeSpan.FromMinutes(20));
        }

        await ShouldBeQuietAsync();
    }

    /// <summary>One more pass of everything writes nothing anywhere.</summary>
    public async Task ShouldBeQuietAsync()
    {
        var before = await FingerprintAsync();
        var writes = Google.Calls.AppliedWrites;
        await PullAsync();
        await PushAsync();
        (await FingerprintAsync()).ShouldBe(before, "a pass over sides in step wrote to the database");
        Google.Calls.AppliedWrites.ShouldBe(writes, "a pass over sides in step wrote to Google");
    }

    /// <summary>Physical identity of every row of events: changes with every write, also one that changes nothing.</summary>
    private async Task<string> FingerprintAsync()
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        return await connection.QuerySingleAsync<string>(
            """
            SELECT coalesce(string_agg(id || ':' || xmin::text, ',' ORDER BY id), '') || '|'
                || (SELECT count(*) FROM google_calendar_sync_queue WHERE status IN ('pending', 'processing')) || '|'
                || (SELECT count(*) FROM google_calendar_conflicts) FROM events
            """) + "|" + Google.ChangeCount(Calendar);
    }

    private sealed class EmulatorTokens(GoogleEmulator emulator) : IAccessTokens
    {
        private string? _token;

        public Task<string> GetAsync(GoogleAccount account, string? rejected, CancellationToken cancellationToken)
        {
            if (_token is null || string.Equals(_token, rejected, StringComparison.Ordinal))
            {
                _token = emulator.IssueTokens(Email, "https://www.googleapis.com/auth/calendar", "https://www.googleapis.com/auth/calendar.events").AccessToken;
            }

            return Task.FromResult(_token);
        }
    }
}
