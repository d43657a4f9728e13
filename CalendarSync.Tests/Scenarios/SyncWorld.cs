using CalendarSync.Core;
using CalendarSync.Core.Google;
using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Support;

using Dapper;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace CalendarSync.Tests.Scenarios;

/// <summary>
/// Both sides in view: an application's database and a Google account, with the engine between them. The application writes SQL, the
/// person acts in the emulator, and nothing moves until a test says so.
/// </summary>
internal sealed partial class SyncWorld : IAsyncDisposable
{
    public const string Email = "marie@example.com";

    private readonly EmulatorHost? _host;
    private readonly TestBed? _bed;
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _replace;
    private readonly List<Worker> _workers = [];
    private int _connections;
    private readonly HashSet<string> _calendars = new(StringComparer.Ordinal);

    private SyncWorld(
        TestDatabase database, GoogleEmulator google, EmulatorHost? host, FakeTimeProvider time, Dictionary<string, string?> settings,
        Action<IServiceCollection>? replace, TestBed? bed)
    {
        Database = database;
        Google = google;
        _host = host;
        _bed = bed;
        Time = time;
        _settings = settings;
        _replace = replace;
        App = new AppSide(database.DataSource, time);
        Tokens = new EmulatorTokens(google, Email);
    }

    public TestDatabase Database { get; }

    public FakeTimeProvider Time { get; }

    public AppSide App { get; }

    public EmulatorTokens Tokens { get; }

    public GoogleEmulator Google { get; }

    public EmulatorUser Person => Google.User(Email);

    /// <summary>The calendar that was connected last.</summary>
    public string Calendar { get; private set; } = Email;

    /// <summary>All calendars that were connected.</summary>
    public IEnumerable<string> Calendars => _calendars;

    public Guid Company { get; } = Guid.Parse("0c000000-0000-0000-0000-00000000c001");

    public Guid User { get; } = Guid.Parse("0c000000-0000-0000-0000-0000000000a1");

    public Guid ConnectionId { get; private set; }

    public Guid GrantId { get; private set; }

    public IServiceProvider Services => _workers[0].Services;

    /// <summary>A world of its own: its database, and Google over HTTP.</summary>
    public static async Task<SyncWorld> CreateAsync(
        Action<Dictionary<string, string?>>? settings = null, EmulatorOptions? emulatorOptions = null, Action<IServiceCollection>? replace = null,
        bool connected = true)
    {
        var time = new FakeTimeProvider();
        var emulator = new GoogleEmulator(emulatorOptions ?? new EmulatorOptions(), time);
        var database = await TestDatabase.CreateAsync();
        var host = await EmulatorHost.StartAsync(emulator);
        return await StartAsync(new SyncWorld(database, emulator, host, time, SettingsOf(database, emulator, host), replace, null), settings, connected);
    }

    /// <summary>A world on a test bed, with Google in the same process: for worlds by the thousand.</summary>
    public static async Task<SyncWorld> CreateAsync(
        TestBed bed, Action<Dictionary<string, string?>>? settings, EmulatorOptions? emulatorOptions, Action<IServiceCollection>? replace, bool overHttp = false)
    {
        await bed.EmptyAsync();
        var time = new FakeTimeProvider();
        var emulator = new GoogleEmulator(emulatorOptions ?? new EmulatorOptions(), time);
        var host = overHttp ? await EmulatorHost.StartAsync(emulator) : null;
        return await StartAsync(new SyncWorld(bed.Database, emulator, host, time, SettingsOf(bed.Database, emulator, host), replace, bed), settings, true);
    }

    private static async Task<SyncWorld> StartAsync(SyncWorld world, Action<Dictionary<string, string?>>? settings, bool connected)
    {
        world.Google.AddAccount(Email, "Marie");
        settings?.Invoke(world._settings);
        world.NewWorker();
        if (connected)
        {
            await world.ConnectAsync();
        }

        return world;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Google.Dispose();
        if (_bed is null)
        {
            await Database.DisposeAsync();
        }
    }

    /// <summary>What the next worker starts with.</summary>
    public IDictionary<string, string?> Settings => _settings;

    /// <summary>Another instance of the engine beside the first, as a second process would be.</summary>
    public Worker NewWorker(Action<IServiceCollection>? replace = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IJitter>(new SeededJitter(_workers.Count + 1));
        if (_bed is not null)
        {
            // Given from outside, so that it outlives the worker.
            services.AddSingleton(_bed.Engine);
        }

        services.AddCalendarSync(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
        services.Replace(ServiceDescriptor.Singleton<IAccessTokens>(Tokens));
        if (_host is null)
        {
            services.Configure<HttpClientFactoryOptions>(
                "IGoogleCalendar", o => o.HttpMessageHandlerBuilderActions.Add(b => b.PrimaryHandler = Google.CreateHandler()));
        }

        _replace?.Invoke(services);
        replace?.Invoke(services);
        var worker = new Worker(services.BuildServiceProvider());
        _workers.Add(worker);
        return worker;
    }

    /// <summary>A calendar becomes one that is synced; by default the account's primary one, for the first company.</summary>
    public async Task<Guid> ConnectAsync(string? calendarId = null, string? role = null, Guid? company = null, string account = Email)
    {
        Calendar = calendarId ?? account;
        _calendars.Add(Calendar);
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        GrantId = await connection.QuerySingleAsync<Guid>(
            """
            INSERT INTO google_calendar_grants (company_id, user_id, account, scopes) VALUES (@company, @User, @account, '{}')
            ON CONFLICT (company_id, account) DO UPDATE SET updated_at = now() RETURNING id
            """,
            new { company = company ?? Company, User, account });
        if (account != Email)
        {
            Tokens.Add(GrantId, account);
        }

        ConnectionId = await connection.QuerySingleAsync<Guid>(
            """
            INSERT INTO google_calendar_connections (id, company_id, user_id, grant_id, calendar_id, role, created_at, expires_at)
            VALUES (@id, @company, @User, @GrantId, @Calendar, @role, @Now, @Now + interval '1 hour') RETURNING id
            """,
            new { id = new Guid(++_connections, 0, 0, new byte[8]), company = company ?? Company, User, GrantId, Calendar, role, Now = Time.GetUtcNow() });
        await connection.ExecuteAsync(
            "INSERT INTO company_users (company_id, user_id, role) VALUES (@company, @User, 'owner') ON CONFLICT DO NOTHING",
            new { company = company ?? Company, User });
        return ConnectionId;
    }

    public Task<SyncCounts> PushAsync() => _workers[0].PushAsync();

    public Task<SyncCounts> PullAsync(bool full = false) => _workers[0].PullAsync(full);

    /// <summary>Until a pass of everything writes nothing on either side; then both sides say the same.</summary>
    /// <param name="atOnce">Nothing waits for its time any more, so that the first quiet pass tells.</param>
    public async Task SettleAsync(bool atOnce = false)
    {
        for (var i = 0; i < 10; i++)
        {
            var before = (await FingerprintAsync(), Google.Calls.AppliedWrites);
            await PullAsync();
            await PushAsync();
            if (before == (await FingerprintAsync(), Google.Calls.AppliedWrites) && (i > 0 || atOnce))
            {
                await ShouldBeEqualAsync();
                return;
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

    /// <summary>Whatever is linked says the same on both sides, and nothing is on one side only.</summary>
    public async Task ShouldBeEqualAsync()
    {
        foreach (var calendar in _calendars)
        {
            var rows = await App.SeeAsync(calendar);
            var events = Google.LiveEvents(calendar).Where(e => (string?)e["eventType"] is null or "default").Select(GoogleSide.See)
                .ToDictionary(e => e.Id, StringComparer.Ordinal);
            rows.Keys.Order(StringComparer.Ordinal).ShouldBe(events.Keys.Order(StringComparer.Ordinal), "the sides hold different events");
            foreach (var (id, row) in rows)
            {
                Seen.Difference(row, events[id]).ShouldBeNull();
            }
        }
    }

    /// <summary>Physical identity of every row of events: changes with every write, also one that changes nothing.</summary>
    public async Task<string> FingerprintAsync()
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        return await connection.QuerySingleAsync<string>(
            """
            SELECT coalesce(string_agg(id || ':' || xmin::text, ',' ORDER BY id), '') || '|'
                || (SELECT count(*) || ':' || coalesce(sum(attempt_count), 0) FROM google_calendar_sync_queue WHERE status IN ('pending', 'processing')) || '|'
                || (SELECT count(*) FROM google_calendar_conflicts) FROM events
            """) + "|" + string.Join('|', _calendars.Select(Google.ChangeCount));
    }

    private static Dictionary<string, string?> SettingsOf(TestDatabase database, GoogleEmulator google, EmulatorHost? host) => new(StringComparer.Ordinal)
    {
        ["DATABASE_URL"] = database.EngineConnectionString,
        ["GOOGLE_CLIENT_ID"] = google.Options.ClientId,
        ["GOOGLE_CLIENT_SECRET"] = google.Options.ClientSecret,
        ["GOOGLE_REDIRECT_URI"] = "http://127.0.0.1:7071/api/google-calendar-oauth-pkce",
        ["GOOGLE_API_URL"] = host?.ApiUrl ?? "http://127.0.0.1:9/calendar/v3",
        ["GOOGLE_AUTH_URL"] = host?.AuthUrl ?? "http://127.0.0.1:9/auth",
        ["GOOGLE_TOKEN_URL"] = host?.TokenUrl ?? "http://127.0.0.1:9/token",
        ["GOOGLE_REVOKE_URL"] = host?.RevokeUrl ?? "http://127.0.0.1:9/revoke",
        ["TOKEN_ENCRYPTION_KEY"] = Convert.ToBase64String(new byte[32]),
        ["AUTH_JWT_SECRET"] = "a secret of a test that is long enough to be taken",
    };
}
