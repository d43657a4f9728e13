using CalendarSync.Core;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Acts;
using CalendarSync.Tests.Simulation.Oracle;
using CalendarSync.Tests.Simulation.Telling;
using CalendarSync.Tests.Simulation.Workers;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Simulation;

/// <summary>Plays one story: the world by its conditions, line after line, then a time without faults, then the promises.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly Dictionary<string, ConflictPolicy> Policies = new(StringComparer.Ordinal)
    {
        ["last-write-wins"] = ConflictPolicy.LastWriteWins,
        ["google-wins"] = ConflictPolicy.GoogleWins,
        ["app-wins"] = ConflictPolicy.AppWins,
        ["manual"] = ConflictPolicy.Manual,
    };

    private readonly Trace _trace = new();
    private readonly Probes _probes = new();
    private readonly List<string> _unexpected = [];
    private readonly Story _story;
    private Ledger _ledger = null!;
    private SyncWorld _world = null!;
    private Crew _crew = null!;

    private Stage(Story story) => _story = story;

    /// <exception cref="FormatException">A line makes no sense.</exception>
    public static async Task<Outcome> PlayAsync(TestBed bed, Story story)
    {
        await using var stage = new Stage(story);
        try
        {
            return await stage.PlayAsync(bed);
        }
        catch (Exception e) when (e is not FormatException)
        {
            return new Outcome([$"the story can be told {e.GetType().Name}: {e}"], stage._trace, stage._probes);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _crew?.Dispose();
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }
    }

    private async Task<Outcome> PlayAsync(TestBed bed)
    {
        using var log = new LogProbe(_probes.Count, _unexpected.Add);
        _world = await SyncWorld.CreateAsync(bed, null, GoogleOptions(), services =>
        {
            services.AddSingleton(new SyncPolicy { Parallelism = 1, ReadsAhead = false, Conflicts = Policies[_story.Given("policy", "last-write-wins")] });
            services.AddSingleton<IIdSource>(new SeededIds(1));
            services.AddSingleton<ILoggerProvider>(log);
        });
        _crew = new Crew(_world, _story, _trace);
        var calendars = await ConnectAsync();
        var views = new Views(_world, calendars);
        _ledger = new Ledger(_world.Time, views.Slots);
        using var calls = _world.Google.Calls.Subscribe(c =>
        {
            _trace.Add($"google {c.Method} {c.EventId} {c.Status} {c.Fault}");
            _probes.Count($"call {c.Method} {c.Status}");
        });
        await TellAsync(new AppActs(_world, views, _ledger, calendars.Count > 1), new GoogleActs(_world, views, _ledger, calendars, GoogleOptions() is { SeriesDeletionCancelsExceptions: false }), new WorldActs(_world, views, _ledger, calendars));
        var verdict = await new Ending(_world, views, _ledger, calendars) { LastWriteWins = LastWriteWins }.JudgeAsync();
        await _probes.ReadAsync(_world);
        _trace.Add(verdict.State);
        return new Outcome([.. _unexpected.Distinct(StringComparer.Ordinal).Select(u => $"unexpected: {u}"), .. _crew.Failures.Select(f => $"unexpected: {f}"), .. verdict.Broken], _trace, _probes);
    }

    private async Task TellAsync(AppActs app, GoogleActs google, WorldActs world)
    {
        // The first listing is done; the stories begin in a calendar that is connected.
        if (_story.Given("start", "listed") is "listed")
        {
            await _world.PullAsync();
        }

        foreach (var line in _story.Lines)
        {
            _trace.Add($"> {line}");
            switch (line.Who)
            {
                case "given":
                    break;
                case "app":
                    await _crew.LetCommitAsync();
                    await app.PlayAsync(line);
                    break;
                case "google":
                    await _crew.LetCommitAsync();
                    await google.PlayAsync(line);
                    break;
                case "world":
                    if (line.Act is not ("waits" or "fault"))
                    {
                        await _crew.LetCommitAsync();
                    }

                    await world.PlayAsync(line);
                    break;
                default:
                    await _crew.PlayAsync(line);
                    break;
            }
        }

        // From here on nothing fails any more, and whoever sleeps wakes up, long after its lease.
        _trace.Add("> ending");
        _world.Google.Faults.Clear();
        await _crew.LetCommitAsync();
        await world.ReconnectAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(20));
        await _crew.FinishAsync();
    }

    private async Task<IReadOnlyList<string>> ConnectAsync()
    {
        if (_story.Given("calendars", 1) == 1)
        {
            return [_world.Calendar];
        }

        var first = _world.Calendar;
        await _world.QueryAsync<int>("UPDATE google_calendar_connections SET role = 'first' RETURNING 1");
        var second = _world.Google.AddCalendar(SyncWorld.Email, "Second", "second@group.calendar.google.com");
        // The oldest connection is asked for: no two are of the same age.
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.ConnectAsync(second, role: "second");
        return [first, second];
    }

    // A worker whose own clock is wrong measures the difference to Google's by it.
    private bool LastWriteWins => _story.Given("policy", "last-write-wins") is "last-write-wins" && !_story.Lines.Any(l => l.Act is "clock");

    private EmulatorOptions GoogleOptions() => new()
    {
        Seed = _story.Given("google-seed", 1),
        PageSizeLimit = _story.Given("page", 2500),
        IrregularPages = _story.Given("pages", "full") is "irregular",
        Tombstones = Enum.Parse<TombstoneDetail>(_story.Given("tombstones", nameof(TombstoneDetail.Minimal))),
        ReadLag = TimeSpan.FromSeconds(_story.Given("lag", 0)),
        SeriesDeletionCancelsExceptions = _story.Given("exceptions", "cancelled") is "cancelled",
        Skew = TimeSpan.FromSeconds(_story.Given("skew", 0)),
    };
}
