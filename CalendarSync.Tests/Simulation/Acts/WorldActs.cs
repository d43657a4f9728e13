using CalendarSync.Core.Google;
using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Oracle;
using CalendarSync.Tests.Simulation.Telling;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>What happens to everybody: time, Google's moods, an account that is lost and found, an operator.</summary>
internal sealed class WorldActs(SyncWorld world, Views views, Ledger ledger, IReadOnlyList<string> calendars)
{
    public async Task PlayAsync(Line line)
    {
        switch (line.Act)
        {
            case "waits":
                world.Time.Advance(TimeSpan.FromSeconds(line.Number(2)));
                break;
            case "fault":
                var (calls, name) = (line.Word(2), line.Word(3));
                world.Google.Faults.Next(call => Faults.Fits(name, call, calls), Faults.All[name]);
                break;
            case "forgets-tokens":
                world.Google.KillSyncTokens();
                break;
            case "empties-trash":
                foreach (var calendar in calendars)
                {
                    world.Google.PurgeTrash(calendar);
                }

                // What Google has cleared away for good nobody knows any more.
                foreach (var gone in ledger.Theirs.Keys.Where(k => views.Google(k) is not { Live: true }).ToList())
                {
                    ledger.Theirs.Remove(gone);
                }

                break;
            case "loses-account":
                world.Tokens.Refusal = new GoogleApiException(GoogleFault.NeedsReauthorisation, 400, "invalid_grant");
                break;
            case "disconnects":
                await DisconnectAsync();
                break;
            case "reconnects":
                await ReconnectAsync();
                break;
            case "retries":
                await world.QueryAsync<int>("UPDATE google_calendar_sync_queue SET status = 'pending', retry_count = 0 WHERE status = 'failed' RETURNING 1");
                break;
            default:
                throw new FormatException($"The world does not know '{line}'.");
        }
    }

    // What a disconnection leaves in the database: nobody takes up work, and who is at work has lost the right to save it.
    private async Task DisconnectAsync()
    {
        await world.QueryAsync<int>(
            "UPDATE google_calendar_connections SET enabled = false, status = 'disabled', lease_token = NULL, lease_until = NULL RETURNING 1");
        await world.QueryAsync<int>(
            "UPDATE google_calendar_sync_queue SET lease_until = '-infinity' WHERE status = 'processing' RETURNING 1");
    }

    /// <summary>The person consents again, as the runbook has it.</summary>
    public async Task ReconnectAsync()
    {
        world.Tokens.Refusal = null;
        await world.QueryAsync<int>("UPDATE google_calendar_grants SET status = 'connected', consents = consents + 1 RETURNING 1");
        await world.QueryAsync<int>("UPDATE google_calendar_connections SET status = 'connected', enabled = true WHERE status <> 'connected' RETURNING 1");
    }
}
