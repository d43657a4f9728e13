using System.Text;

using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Points;

namespace CalendarSync.Tests.Crash;

/// <summary>
/// Each story is told once without trouble, and then again for every point that its worker passes: before every statement, before and
/// after every commit and every call. The worker ends there, another one takes over, and the end has to be the same.
/// </summary>
public sealed class InterruptEverywhere : IClassFixture<InterruptEverywhere.Bed>
{
    private readonly Bed _bed;

    public InterruptEverywhere(Bed bed) => _bed = bed;

    public static TheoryData<string, Ending> Stories()
    {
        var data = new TheoryData<string, Ending>();
        foreach (var name in CrashStories.All.Keys)
        {
            foreach (var ending in Enum.GetValues<Ending>())
            {
                data.Add(name, ending);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task The_end_is_the_same(string name, Ending ending)
    {
        var story = CrashStories.All[name];
        using var whole = new BrokenPoints(0, ending);
        var expected = await TellAsync(story, whole);
        whole.Passed.Count.ShouldBeGreaterThan(15);
        foreach (var at in PointsToTry(whole.Passed, name, ending))
        {
            string end;
            using var points = new BrokenPoints(at, ending);
            try
            {
                end = await TellAsync(story, points);
            }
            catch (ShouldAssertException e)
            {
                throw new ShouldAssertException($"'{name}', the worker {ending} at point {at}, {whole.Passed[at - 1]}: {e.Message}", e);
            }

            end.ShouldBe(expected, $"'{name}', the worker {ending} at point {at}, {whole.Passed[at - 1]}");
        }
    }

    /// <summary>
    /// Who dies before a statement dies at the same place as who died after the step before it, and an open transaction never was: such
    /// points are one. The gentler endings try every third of the others, a different third in each story; all with CALENDARSYNC_CRASH=all.
    /// </summary>
    private static IEnumerable<int> PointsToTry(IReadOnlyList<string> passed, string name, Ending ending)
    {
        if (Environment.GetEnvironmentVariable("CALENDARSYNC_CRASH") is "all")
        {
            return Enumerable.Range(1, passed.Count);
        }

        return Enumerable.Range(1, passed.Count).Where(at =>
        {
            var after = at > 1 ? passed[at - 2] : "";
            var next = at < passed.Count ? passed[at] : "";
            var isSame = passed[at - 1] == nameof(PointKind.BeforeOpen)
                && (after.StartsWith("After", StringComparison.Ordinal) || next == nameof(PointKind.BeforeCommit));
            return ending == Ending.Dies ? !isSame : at % 3 == name.Length % 3;
        });
    }

    private async Task<string> TellAsync(CrashStory story, BrokenPoints points)
    {
        await using var world = await SyncWorld.CreateAsync(
            _bed.Value, null, story.Options, services => services.AddSingletonPolicy());
        await world.PullAsync();
        if (story.Prepare is not null)
        {
            await story.Prepare(world);
        }

        await story.Act(world);
        var broken = world.NewWorker(services => services.Watch(points));
        await RunAsync(broken, points);

        // Leases end, backoffs end, and what lags catches up.
        world.Time.Advance(TimeSpan.FromMinutes(20));
        await world.SettleAsync(atOnce: true);
        return await EndAsync(world);
    }

    private static async Task RunAsync(Worker worker, BrokenPoints points)
    {
        try
        {
            var run = PassesAsync(worker, points);
            if (await Task.WhenAny(run, points.Died) == run)
            {
                await run;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or Npgsql.NpgsqlException)
        {
            // The host stops its run, or logs that the database was away.
        }
    }

    private static async Task PassesAsync(Worker worker, BrokenPoints points)
    {
        await worker.PushAsync(points.Shutdown);
        await worker.PullAsync(false, points.Shutdown);
        await worker.PushAsync(points.Shutdown);
    }

    /// <summary>Both sides and everything that is kept about them, without ids and times that no person sees.</summary>
    private static async Task<string> EndAsync(SyncWorld world)
    {
        var text = new StringBuilder();
        foreach (var (calendar, number) in world.Calendars.Select((c, i) => (c, i)))
        {
            foreach (var e in world.Google.AllEvents(calendar).Select(GoogleSide.See).OrderBy(e => e.Id, StringComparer.Ordinal))
            {
                text.AppendLine($"google {number} {e}");
            }
        }

        foreach (var row in await world.QueryAsync<string>(
            """
            SELECT concat_ws(' ', google_event_id, role, title, location, description, start_at, status, deleted_at IS NULL, version = synced_version, recurring_event_id,
                             series_id IS NULL, original_start_at)
              FROM events ORDER BY google_event_id
            """))
        {
            text.AppendLine($"app {row}");
        }

        foreach (var row in await world.QueryAsync<string>(
            "SELECT concat_ws(' ', kind, status, winner, fields, app, google) FROM google_calendar_conflicts ORDER BY 1"))
        {
            text.AppendLine($"conflict {row}");
        }

        foreach (var row in await world.QueryAsync<string>(
            """
            SELECT concat_ws(' ', 'queue', action, status, error_message) FROM google_calendar_sync_queue WHERE status <> 'completed'
            UNION ALL SELECT 'write in doubt' FROM google_calendar_writes
            UNION ALL SELECT 'mark' FROM google_calendar_listing_marks
            """))
        {
            text.AppendLine(row);
        }

        return text.ToString();
    }

    /// <summary>One database for all stories of this class, which run one after the other.</summary>
    public sealed class Bed : IAsyncLifetime
    {
        internal TestBed Value { get; private set; } = null!;

        public async Task InitializeAsync() => Value = await TestBed.CreateAsync();

        public async Task DisposeAsync() => await Value.DisposeAsync();
    }
}
