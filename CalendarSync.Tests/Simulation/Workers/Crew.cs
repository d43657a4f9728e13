using CalendarSync.Core;
using CalendarSync.Core.Google;
using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Points;
using CalendarSync.Tests.Simulation.Telling;

using Microsoft.Extensions.DependencyInjection;

using Npgsql;

namespace CalendarSync.Tests.Simulation.Workers;

/// <summary>The workers of a story: who they are, where they stand, and what lines about them mean.</summary>
internal sealed class Crew(SyncWorld world, Story story, Trace trace) : IDisposable
{
    private const int MostPoints = 2000;

    private readonly Dictionary<string, Life> _lives = new(StringComparer.Ordinal);
    private readonly List<Life> _all = [];
    private readonly Dictionary<string, WorkerClock> _clocks = new(StringComparer.Ordinal);

    public IEnumerable<Exception> Failures => _all.Select(l => l.Failure).OfType<Exception>();

    public async Task PlayAsync(Line line)
    {
        var life = LifeOf(line.Who);
        await LetCommitAsync(life);
        switch (line.Act)
        {
            case "push":
                await StartAsync(life, (w, token) => w.PushAsync(token));
                break;
            case "pull":
                await StartAsync(life, (w, token) => w.PullAsync(false, token));
                break;
            case "lists":
                await StartAsync(life, (w, token) => w.PullAsync(true, token));
                break;
            case "hears":
                // A webhook that came through; those that do not are not told.
                await StartAsync(life, (w, token) => w.Changes.PullSoonAsync(world.ConnectionId, TimeSpan.FromSeconds(10), token));
                break;
            case "goes":
                await GoAsync(life, line.Word(2) is "on" ? MostPoints : line.Number(2));
                break;
            case "breaks" when life.At is { } point:
                await life.BreakAsync(FailureAt(point, line.Word(2)));
                break;
            case "stops" when !life.IsIdle:
                await life.StopAsync();
                await GoAsync(life, MostPoints);
                Replace(line.Who);
                break;
            case "dies" when !life.IsIdle:
                await life.DieAsync();
                Replace(line.Who);
                break;
            case "clock":
                _clocks[line.Who].Ahead = TimeSpan.FromSeconds(line.Number(2));
                break;
            case "breaks" or "stops" or "dies":
                break;
            default:
                throw new FormatException($"A worker does not know '{line}'.");
        }
    }

    /// <summary>An open transaction ends before anybody else touches the database: who waited for its locks would wait for ever.</summary>
    public Task LetCommitAsync() => LetCommitAsync(null);

    /// <summary>Whoever still stands somewhere wakes up and goes on to the end.</summary>
    public async Task FinishAsync()
    {
        foreach (var clock in _clocks.Values)
        {
            clock.Ahead = TimeSpan.Zero;
        }

        foreach (var life in _lives.Values)
        {
            await LetCommitAsync(life);
            await GoAsync(life, MostPoints);
        }
    }

    public void Dispose() => _all.ForEach(l => l.Dispose());

    private async Task LetCommitAsync(Life? except)
    {
        foreach (var life in _lives.Values.Where(l => l.HoldsLocks && l != except))
        {
            await life.GoOnAsync();
        }
    }

    private static Task StartAsync(Life life, Func<Worker, CancellationToken, Task> run) => life.IsIdle ? life.StartAsync(run) : Task.CompletedTask;

    private static async Task GoAsync(Life life, int points)
    {
        for (var i = 0; i < points && !life.IsIdle; i++)
        {
            await life.GoOnAsync();
            if (i == MostPoints - 1)
            {
                throw new InvalidOperationException("A worker does not come to an end.");
            }
        }
    }

    private static Exception FailureAt(Point point, string how) => point.Kind switch
    {
        PointKind.BeforeCall or PointKind.AfterCall => new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke."),
        PointKind.BeforeCommit when how is "serialization" =>
            new PostgresException("could not serialize access", "ERROR", "ERROR", PostgresErrorCodes.SerializationFailure),
        PointKind.BeforeCommit when how is "deadlock" => new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected),
        _ => new NpgsqlException("The connection broke.", new IOException()),
    };

    private Life LifeOf(string name) => _lives.TryGetValue(name, out var life) ? life : Replace(name);

    private Life Replace(string name)
    {
        var life = new Life(name, trace);
        var number = _all.Count + 2;
        var clock = new WorkerClock(world.Time);
        life.Worker = world.NewWorker(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton<IIdSource>(new SeededIds(number));
            if (story.Given("patience", "short") is "long")
            {
                // Frozen, it does not notice that its call takes too long.
                services.AddSingleton(provider => new GoogleClientOptions(provider.GetRequiredService<CalendarSyncOptions>().GoogleApiUrl)
                {
                    CallTimeout = TimeSpan.FromHours(1),
                    PageTimeout = TimeSpan.FromHours(1),
                });
            }

            services.Watch(life);
        });
        _all.Add(life);
        _lives[name] = life;
        _clocks[name] = clock;
        return life;
    }
}
