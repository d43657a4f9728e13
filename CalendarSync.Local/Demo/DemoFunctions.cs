using System.Text.Json.Nodes;

using CalendarSync.Core;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Runtime;

using Npgsql;

namespace CalendarSync.Local.Demo;

/// <summary>
/// The worker: the functions in a host that can die. <see cref="CutAsync"/> takes its database away between two instructions, so that nothing it
/// does afterwards leaves a trace, as after a kill; <see cref="ReplaceAsync"/> clears away what is left of it and starts the next one.
/// </summary>
internal sealed class DemoFunctions(DemoSettings settings, string databaseUrl, EmulatorHost google, DemoDatabase database, DemoFeed feed, bool timers) : IAsyncDisposable
{
    private static readonly TimeSpan OrderlyEnd = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _generation;
    private Worker? _worker;
    private bool _ended;

    /// <summary>When the last worker died; long ago where none did.</summary>
    public DateTimeOffset DiedAt { get; private set; } = DateTimeOffset.UnixEpoch;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await StartNextAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>From here on the worker reaches no database, and nobody hears of it. What it has not committed never was.</summary>
    public async Task CutAsync()
    {
        if (_worker is not { } worker)
        {
            return;
        }

        worker.IsDead = true;
        DiedAt = TimeProvider.System.GetUtcNow();
        await worker.Database.DisposeAsync();
        await database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = @Name", new { worker.Name }, CancellationToken.None);
        feed.Tell("worker", "worker    dies", new JsonObject { ["state"] = "dead" });
    }

    /// <summary>Ends what is left of the worker and starts another one on the same address.</summary>
    public async Task ReplaceAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await EndAsync();
            if (!_ended)
            {
                await StartNextAsync(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        _ended = true;
        await EndAsync();
        _gate.Release();
    }

    private async Task StartNextAsync(CancellationToken cancellationToken)
    {
        IConfiguration configuration = settings.ToConfiguration(databaseUrl, google);
        string name = $"functions {++_generation}";
        var connections = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(CalendarSyncOptions.Read(configuration).DatabaseUrl) { ApplicationName = name });
        var worker = new Worker(name, connections);
        worker.App = FunctionsApp.Create(new FunctionsAppOptions
        {
            Settings = configuration,
            Urls = settings.BaseUrl,
            Timers = timers,
            // The dead tell nothing.
            Observer = run =>
            {
                if (!worker.IsDead)
                {
                    feed.Say(run);
                }
            },
            Services = services => services
                .AddSingleton(connections)
                .Configure<LoggerFilterOptions>(logging => logging.AddFilter((_, level) => level >= LogLevel.Warning && !worker.IsDead)),
            // The feed tells the rest.
            LogLevel = LogLevel.Warning,
        });
        _worker = worker;
        await worker.App.StartAsync(cancellationToken);
        feed.Tell(
            "worker", _generation == 1 ? $"started   functions on {settings.BaseUrl}/api" : "worker    another one has started",
            new JsonObject { ["state"] = _generation == 1 ? "started" : "replaced" });
    }

    private async Task EndAsync()
    {
        if (_worker is not { } worker)
        {
            return;
        }

        _worker = null;
        using var limit = new CancellationTokenSource(OrderlyEnd);
        try
        {
            await worker.App!.StopAsync(worker.IsDead ? limit.Token : CancellationToken.None);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // What hangs is left hanging: it can reach nothing any more.
        }

        await worker.App!.DisposeAsync();
        await worker.Database.DisposeAsync();
    }

    private sealed class Worker(string name, NpgsqlDataSource database)
    {
        public string Name => name;

        public NpgsqlDataSource Database => database;

        public WebApplication? App { get; set; }

        public volatile bool IsDead;
    }
}
