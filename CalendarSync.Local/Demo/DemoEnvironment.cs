using CalendarSync.Core.Storage;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Postgres;

namespace CalendarSync.Local.Demo;

/// <summary>PostgreSQL, Google and the functions, all of them here and for this run only.</summary>
internal sealed class DemoEnvironment : IAsyncDisposable
{
    private const string DatabaseName = "app";
    private static readonly TimeSpan LongestLease = TimeSpan.FromSeconds(60);
    private readonly Stack<Func<ValueTask>> _ends = new();
    private readonly CancellationTokenSource _listening = new();

    private DemoEnvironment(DemoFeed feed) => Feed = feed;

    public DemoFeed Feed { get; }

    public DemoSettings Settings { get; private set; } = null!;

    public DemoDatabase Database { get; private set; } = null!;

    public DemoPeople People { get; private set; } = null!;

    public EmulatorHost Google { get; private set; } = null!;

    public DemoFunctions Functions { get; private set; } = null!;

    public DemoBrowser Browser { get; private set; } = null!;

    public string DatabaseUrl { get; private set; } = "";

    /// <summary>Starts everything.</summary>
    /// <param name="feed">Told of what happens.</param>
    /// <param name="timers">Whether the functions run by their schedules, or by hand only.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="usualPort">Whether the functions take the port that people expect, where it is free.</param>
    public static async Task<DemoEnvironment> StartAsync(DemoFeed feed, bool timers, CancellationToken cancellationToken, bool usualPort = false)
    {
        var demo = new DemoEnvironment(feed);
        try
        {
            await demo.StartDatabaseAsync(cancellationToken);
            await demo.StartGoogleAsync(cancellationToken);
            await demo.StartFunctionsAsync(timers, usualPort, cancellationToken);
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

    /// <summary>The timer that sends what waits, now.</summary>
    public Task RunProcessorAsync(CancellationToken cancellationToken) => Browser.RunTimerAsync("google-calendar-sync-processor", cancellationToken);

    /// <summary>The timer that asks Google what has changed, now.</summary>
    public Task AskGoogleAsync(CancellationToken cancellationToken) => Browser.RunTimerAsync("google-calendar-sync-incremental", cancellationToken);

    /// <summary>
    /// What waits for a time waits no longer, as an operator would do by hand; what dead workers hold they hold no longer, as after a minute. Then
    /// both directions run.
    /// </summary>
    public async Task HurryAsync(CancellationToken cancellationToken)
    {
        await Database.ExecuteAsync(
            """
            UPDATE google_calendar_grants SET paused_until = NULL, refresh_lease_token = CASE WHEN refresh_lease_until > @heldUntil THEN refresh_lease_token END,
                   refresh_lease_until = CASE WHEN refresh_lease_until > @heldUntil THEN refresh_lease_until END;
            UPDATE google_calendar_connections SET next_pull_at = NULL;
            UPDATE google_calendar_connections SET lease_until = now() - interval '1 second' WHERE lease_until <= @heldUntil;
            UPDATE google_calendar_sync_queue SET next_attempt_at = now() WHERE status = 'pending' AND next_attempt_at > now();
            UPDATE google_calendar_sync_queue SET lease_until = now() - interval '1 second' WHERE status = 'processing' AND lease_until <= @heldUntil;
            """,
            new { heldUntil = Functions.DiedAt + LongestLease },
            cancellationToken);
        await RunProcessorAsync(cancellationToken);
        await AskGoogleAsync(cancellationToken);
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
        Task reading = Database.ListenAsync(notice => DemoWatch.Tell(Feed, notice), listening, _listening.Token);
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
        emulator.AddAccount(DemoPeople.GoogleAccount, "Demo", DemoPeople.TimeZone);
        Google = await EmulatorHost.StartAsync(emulator, cancellationToken: cancellationToken);
        _ends.Push(Google.DisposeAsync);
        emulator.Push.Attempted = Feed.Say;
        emulator.Push.Lost = Feed.SayLost;
        IDisposable calls = emulator.Calls.Subscribe(Feed.Say);
        _ends.Push(() =>
        {
            calls.Dispose();
            return ValueTask.CompletedTask;
        });
        Feed.Say($"started   Google Calendar emulator on {Google.BaseAddress}");
    }

    private async Task StartFunctionsAsync(bool timers, bool usualPort, CancellationToken cancellationToken)
    {
        Settings = DemoSettings.Draw(usualPort);
        Functions = new DemoFunctions(Settings, DatabaseUrl, Google, Database, Feed, timers);
        _ends.Push(Functions.DisposeAsync);
        await Functions.StartAsync(cancellationToken);
        Browser = new DemoBrowser(Settings, People);
        _ends.Push(() =>
        {
            Browser.Dispose();
            return ValueTask.CompletedTask;
        });
    }
}
