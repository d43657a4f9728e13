using CalendarSync.Core.Storage;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Postgres;
using CalendarSync.Local.Runtime;

namespace CalendarSync.Local.Demo;

/// <summary>PostgreSQL, Google and the functions, all of them here and for this run only.</summary>
internal sealed class DemoEnvironment : IAsyncDisposable
{
    private const string DatabaseName = "app";
    private readonly Stack<Func<ValueTask>> _ends = new();
    private readonly CancellationTokenSource _listening = new();

    private DemoEnvironment(DemoFeed feed) => Feed = feed;

    public DemoFeed Feed { get; }

    public DemoSettings Settings { get; private set; } = null!;

    public DemoDatabase Database { get; private set; } = null!;

    public DemoPeople People { get; private set; } = null!;

    public EmulatorHost Google { get; private set; } = null!;

    public DemoBrowser Browser { get; private set; } = null!;

    public string DatabaseUrl { get; private set; } = "";

    /// <summary>Starts everything. With <paramref name="timers"/> the functions run by their schedules, else by hand only.</summary>
    public static async Task<DemoEnvironment> StartAsync(DemoFeed feed, bool timers, CancellationToken cancellationToken)
    {
        var demo = new DemoEnvironment(feed);
        try
        {
            await demo.StartDatabaseAsync(cancellationToken);
            await demo.StartGoogleAsync(cancellationToken);
            await demo.StartFunctionsAsync(timers, cancellationToken);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Last started, first ended: nobody is left calling something that has gone.
        while (_ends.TryPop(out Func<ValueTask>? end))
        {
            await end();
        }

        _listening.Dispose();
    }

    private async Task StartDatabaseAsync(CancellationToken cancellationToken)
    {
        ThrowawayPostgres server = await ThrowawayPostgres.StartAsync(new PostgresOptions { Tcp = true }, cancellationToken);
        _ends.Push(server.DisposeAsync);
        await server.CreateDatabaseAsync(DatabaseName, null, cancellationToken);
        DatabaseUrl = $"postgresql://postgres@127.0.0.1:{server.Port}/{DatabaseName}";
        await Migrator.MigrateAsync(server.ConnectionString(DatabaseName), cancellationToken);
        Database = new DemoDatabase(server.ConnectionString(DatabaseName));
        _ends.Push(Database.DisposeAsync);
        People = await Database.PrepareAsync(cancellationToken);

        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task reading = Database.ListenAsync(Feed.Say, listening, _listening.Token);
        _ends.Push(async () =>
        {
            await _listening.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await Task.WhenAny(listening.Task, reading);
        Feed.Say($"started   PostgreSQL on port {server.Port}, schema applied");
    }

    private async Task StartGoogleAsync(CancellationToken cancellationToken)
    {
        var emulator = new GoogleEmulator(new EmulatorOptions { AutomaticPush = true });
        _ends.Push(() =>
        {
            emulator.Dispose();
            return ValueTask.CompletedTask;
        });
        emulator.AddAccount(DemoPeople.GoogleAccount, "Demo");
        Google = await EmulatorHost.StartAsync(emulator, cancellationToken: cancellationToken);
        _ends.Push(Google.DisposeAsync);
        IDisposable calls = emulator.Calls.Subscribe(Feed.Say);
        _ends.Push(() =>
        {
            calls.Dispose();
            return ValueTask.CompletedTask;
        });
        Feed.Say($"started   Google Calendar emulator on {Google.BaseAddress}");
    }

    private async Task StartFunctionsAsync(bool timers, CancellationToken cancellationToken)
    {
        Settings = DemoSettings.Draw();
        WebApplication app = FunctionsApp.Create(new FunctionsAppOptions
        {
            Settings = Settings.ToConfiguration(DatabaseUrl, Google),
            Urls = Settings.BaseUrl,
            Timers = timers,
            Observer = Feed.Say,
            // The feed tells the rest.
            LogLevel = LogLevel.Warning,
        });
        _ends.Push(app.DisposeAsync);
        await app.StartAsync(cancellationToken);
        _ends.Push(async () => await app.StopAsync(CancellationToken.None));
        Browser = new DemoBrowser(Settings, People);
        _ends.Push(() =>
        {
            Browser.Dispose();
            return ValueTask.CompletedTask;
        });
        Feed.Say($"started   functions on {Settings.BaseUrl}/api");
    }
}
