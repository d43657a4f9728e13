using System.Diagnostics;
using System.Globalization;
using System.Text;

using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Telling;

namespace CalendarSync.Tests.Simulation;

/// <summary>Many stories, side by side on databases of their own; every twentieth is played twice and has to happen in the same way.</summary>
internal sealed class Campaign
{
    private const int Lanes = 2;
    private const int MostShrunk = 4;
    private const int TwiceEvery = 20;

    // Something is wrong; more of the same would say no more.
    private static readonly int EnoughFailures = Seeds.AreShrunk ? 8 : 1;

    private readonly Lock _gate = new();
    private readonly List<(int Seed, Outcome Outcome)> _failures = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _count;

    private Campaign()
    {
    }

    public IReadOnlyList<(int Seed, Outcome Outcome)> Failures => _failures;

    public Probes Probes { get; } = new();

    public static async Task<Campaign> RunAsync(IReadOnlyList<int> seeds)
    {
        var campaign = new Campaign();
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async lane =>
        {
            await using var bed = await TestBed.CreateAsync();
            foreach (var seed in seeds.Where((_, i) => i % Lanes == lane).TakeWhile(_ => !campaign.HasSeenEnough))
            {
                await campaign.PlayAsync(bed, seed);
            }
        }));
        campaign._watch.Stop();
        return campaign;
    }

    /// <summary>The seeds that failed; of each promise that was broken the first one, with its story as short as it can be.</summary>
    public async Task<string> ReportAsync()
    {
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"{_failures.Count} of {_count} stories broke a promise: seeds {string.Join(", ", _failures.Select(f => f.Seed).Order())}.");
        report.AppendLine("Each line below is needed. CALENDARSYNC_REPLAY=<a file with them> plays them again.");
        await using var bed = await TestBed.CreateAsync();
        foreach (var (seed, outcome) in _failures.OrderBy(f => f.Seed).DistinctBy(f => f.Outcome.Promise, StringComparer.Ordinal).Take(MostShrunk))
        {
            report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"# seed {seed}: {outcome.Broken[0].ReplaceLineEndings(" ")}");
            if (!Seeds.AreShrunk)
            {
                continue;
            }

            var shrunk = await Shrinker.ShrinkAsync(
                StoryWriter.Write(seed), async s => string.Equals((await Stage.PlayAsync(bed, s)).Promise, outcome.Promise, StringComparison.Ordinal));
            report.AppendLine(shrunk.ToString());
            foreach (var broken in (await Stage.PlayAsync(bed, shrunk)).Broken.DefaultIfEmpty($"it does not break again; seed {seed} said {outcome.Broken[0]}"))
            {
                report.AppendLine(CultureInfo.InvariantCulture, $"# {broken.ReplaceLineEndings(" ")}");
            }
        }

        return report.ToString();
    }

    private bool HasSeenEnough
    {
        get
        {
            lock (_gate)
            {
                return _failures.Count >= EnoughFailures;
            }
        }
    }

    public override string ToString() => $"{_count} stories in {_watch.Elapsed.TotalSeconds:F0} s{Environment.NewLine}{Probes}";

    private async Task PlayAsync(TestBed bed, int seed)
    {
        var story = StoryWriter.Write(seed);
        var outcome = await Stage.PlayAsync(bed, story);
        if (outcome.Broken.Count == 0 && seed % TwiceEvery == 0)
        {
            var again = await Stage.PlayAsync(bed, story);
            outcome = outcome with { Broken = [.. again.Broken, .. DifferenceOf(outcome, again)] };
        }

        lock (_gate)
        {
            _count++;
            Probes.Add(outcome.Probes);
            if (outcome.Broken.Count > 0)
            {
                _failures.Add((seed, outcome));
            }
        }
    }

    private static IEnumerable<string> DifferenceOf(Outcome first, Outcome second)
    {
        if (!string.Equals(first.Trace.Hash, second.Trace.Hash, StringComparison.Ordinal))
        {
            var (one, other) = (first.Trace.Lines, second.Trace.Lines);
            var at = Enumerable.Range(0, Math.Min(one.Count, other.Count)).FirstOrDefault(i => !string.Equals(one[i], other[i], StringComparison.Ordinal), -1);
            yield return $"the same story happens in the same way: first '{(at < 0 ? "one ends earlier" : one[at])}', then '{(at < 0 ? "another" : other[at])}'";
        }
    }
}
