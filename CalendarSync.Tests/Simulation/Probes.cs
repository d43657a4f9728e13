using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Simulation;

/// <summary>Counts what the stories are about, so that a suite that tells nothing is noticed.</summary>
internal sealed class Probes
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int this[string name] => _counts.GetValueOrDefault(name);

    public void Count(string name) => Count(name, 1);

    public void Add(Probes others)
    {
        foreach (var (name, count) in others._counts)
        {
            Count(name, count);
        }
    }

    /// <summary>What the database tells about the story.</summary>
    public async Task ReadAsync(SyncWorld world)
    {
        foreach (var (name, count) in await world.QueryAsync<(string Name, long Count)>(
            """
            SELECT 'journal ' || decision || ' ' || reason, count(*) FROM google_calendar_sync_journal GROUP BY 1
            UNION ALL
            SELECT 'conflict ' || kind || ' ' || coalesce(winner, status), count(*) FROM google_calendar_conflicts GROUP BY 1
            UNION ALL
            SELECT 'queue ' || error_message, count(*) FROM google_calendar_sync_queue WHERE error_message IS NOT NULL GROUP BY 1
            """))
        {
            Count(name, (int)count);
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, _counts.Select(c => $"{c.Value,7}  {c.Key}"));

    private void Count(string name, int count) => _counts[name] = _counts.GetValueOrDefault(name) + count;
}
