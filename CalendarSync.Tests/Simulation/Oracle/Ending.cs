using CalendarSync.Core.GoogleToApp;
using CalendarSync.Tests.Scenarios;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>The time without faults, and then the promises: what both sides and the account of the people's acts have to look like.</summary>
internal sealed class Ending(SyncWorld world, Views views, Ledger ledger, IReadOnlyList<string> calendars)
{
    private const int MostRounds = 12;
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(20);

    private readonly List<string> _broken = [];

    /// <summary>Where one edit on each side met, the later one has to prevail.</summary>
    public bool LastWriteWins { get; init; }

    public async Task<Verdict> JudgeAsync()
    {
        await SettleAsync();
        var waiting = await world.QueryAsync<Waiting>(Waiting.Sql, new { reasons = Waiting.Reasons });
        var held = (await HeldAsync()).Concat(waiting.SelectMany(w => w.Ids)).ToHashSet(StringComparer.Ordinal);
        await new Sides(world, views, calendars, held, _broken.Add).CompareAsync(waiting);
        var conflicts = await ConflictValues.ReadAsync(world);
        await new Promises(views, ledger, conflicts, held, _broken.Add).CheckAsync(LastWriteWins);
        await CheckEchoAsync();
        if (held.Count == 0)
        {
            await ListAgainAsync();
        }

        return new Verdict(_broken, await StateAsync());
    }

    /// <summary>A parked change is tried again by hand, as the runbook says; then passes until one of them has nothing to do.</summary>
    private async Task SettleAsync()
    {
        await world.QueryAsync<int>("UPDATE google_calendar_sync_queue SET status = 'pending', retry_count = 0 WHERE status = 'failed' RETURNING 1");
        for (var i = 0; i < MostRounds; i++)
        {
            // A pass that only finishes what another one had begun says nothing about what came since.
            var begins = (await OpenWorkAsync()).Count == 0;
            var before = (await world.FingerprintAsync(), world.Google.Calls.AppliedWrites);
            await world.PullAsync();
            await ApproveSweepsAsync();
            await world.PushAsync();
            if (begins && before == (await world.FingerprintAsync(), world.Google.Calls.AppliedWrites))
            {
                return;
            }

            world.Time.Advance(Round);
        }

        var open = await OpenWorkAsync();
        _broken.Add(open.Count > 0 ? $"the queue is empty: {string.Join("; ", open)}" : "quiescence: passes over sides in step go on writing");
    }

    /// <summary>A person looks at what an empty listing would delete, and says that it is so.</summary>
    private async Task ApproveSweepsAsync()
    {
        var decision = world.Services.GetRequiredService<SweepDecision>();
        foreach (var connection in await world.QueryAsync<Guid>("SELECT connection_id FROM google_calendar_conflicts WHERE kind = 'sweep' AND status = 'open'"))
        {
            await decision.DecideAsync(connection, true, null, CancellationToken.None);
        }
    }

    private Task<IReadOnlyList<string>> OpenWorkAsync() => world.QueryAsync<string>(
        """
        SELECT concat_ws(' ', q.action, q.status, q.retry_count, q.attempt_count, q.error_message) FROM google_calendar_sync_queue q
         WHERE q.status <> 'completed' AND NOT coalesce(q.error_message = ANY (@reasons), false)
           AND NOT EXISTS (SELECT FROM google_calendar_conflicts k WHERE k.event_id = q.event_id AND k.status = 'open')
        UNION ALL
        SELECT concat_ws(' ', 'a write in doubt of', w.google_event_id) FROM google_calendar_writes w
         WHERE NOT EXISTS (SELECT FROM google_calendar_conflicts k WHERE k.event_id = w.event_id AND k.status = 'open')
           -- An insert that was withdrawn before anybody knew whether it had arrived: should the event ever appear, it is deleted.
           AND NOT EXISTS (SELECT FROM events e WHERE e.id = w.event_id AND e.deleted_at IS NOT NULL AND e.google_event IS NULL)
        UNION ALL
        SELECT 'a calendar without a token' FROM google_calendar_connections WHERE sync_token IS NULL OR page_token IS NOT NULL OR listing_id IS NOT NULL
        """,
        new { reasons = Waiting.Reasons });

    /// <summary>Events with an open conflict, by Google's id and by row: nothing is promised of them until a person has chosen.</summary>
    private Task<IReadOnlyList<string>> HeldAsync() => world.QueryAsync<string>(
        """
        SELECT unnest(array_remove(ARRAY[k.event_id::text, e.google_event_id, k.google_event ->> 'id', replace(k.event_id::text, '-', '')], NULL))
          FROM google_calendar_conflicts k LEFT JOIN events e ON e.id = k.event_id WHERE k.status = 'open'
        UNION
        -- Where they vanish with their series, nobody has told yet.
        SELECT unnest(array_remove(ARRAY[x.id::text, x.google_event_id], NULL))
          FROM events x JOIN google_calendar_conflicts k ON k.event_id = x.series_id AND k.status = 'open' WHERE @exceptionsVanish
        """,
        new { exceptionsVanish = world.Google.Options is { SeriesDeletionCancelsExceptions: false } });

    /// <summary>Each write to Google was caused by an act of a person, on either side. A series that has to be made anew takes its exceptions along.</summary>
    private async Task CheckEchoAsync()
    {
        var writes = world.Google.Calls.AppliedWrites;
        var again = (await world.QueryAsync<int>(
            "SELECT count(*)::int FROM google_calendar_sync_journal j JOIN events x ON x.series_id = j.event_id WHERE j.reason = 'revived_in_app'")).Single();
        if (writes > ledger.Acts.Count + again)
        {
            _broken.Add($"no echo: {ledger.Acts.Count} acts of people and {writes} writes to Google");
        }
    }

    /// <summary>A full listing finds nothing that the deltas had not brought.</summary>
    private async Task ListAgainAsync()
    {
        var before = (await world.FingerprintAsync(), world.Google.Calls.AppliedWrites);
        await world.PullAsync(full: true);
        await world.PushAsync();
        if (before != (await world.FingerprintAsync(), world.Google.Calls.AppliedWrites))
        {
            _broken.Add($"incremental and full sync give the same: a full listing over sides in step wrote something: {before} {(await world.FingerprintAsync(), world.Google.Calls.AppliedWrites)}");
        }
    }

    private async Task<string> StateAsync() => string.Join(
        '\n',
        [
            .. await world.QueryAsync<string>(
                """
                SELECT concat_ws(' ', 'journal', to_char(j.at AT TIME ZONE 'UTC', 'HH24:MI:SS'), c.role, j.direction, j.decision, j.reason, j.event_id, j.google_event_id)
                  FROM google_calendar_sync_journal j LEFT JOIN google_calendar_connections c ON c.id = j.connection_id ORDER BY j.id
                """),
            .. (await views.AppAllAsync()).Select(r => $"{r}"),
            .. views.GoogleAll().Select(e => $"{e.Calendar} {e.Id} {e.Live} {e.Shown}"),
        ]);
}
