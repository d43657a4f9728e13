using System.Diagnostics;
using System.Text.Json.Nodes;

using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Calls;

using Npgsql;

namespace CalendarSync.Local.Demo;

/// <summary>The runbook's tests 1 to 5, played on the real path: SQL in, timer functions, calls to Google, webhooks.</summary>
internal sealed class DemoScenario(DemoEnvironment demo, CancellationToken cancellationToken)
{
    private const string Calendar = DemoPeople.GoogleAccount;
    private const string Processor = "google-calendar-sync-processor";
    private const string Incremental = "google-calendar-sync-incremental";

    // The runbook allows webhooks two minutes; on one machine they take milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly EmulatorUser _person = demo.Google.Emulator.User(DemoPeople.GoogleAccount);
    private readonly Guid _event = Guid.NewGuid();
    private string _googleId = "";
    private string _birthday = "";

    public async Task<IReadOnlyList<DemoStep>> PlayAsync()
    {
        List<DemoStep> steps = [];
        (string Name, Func<Task> Play)[] plays =
        [
            ("Connect: consent, first listing, push channel", ConnectAsync),
            ("Test 1: an event created by SQL is in Google", CreatedInAppAsync),
            ("Test 2: a title changed in Google is in the row, once", ChangedInGoogleAsync),
            ("Test 3: an event deleted in Google has deleted_at", DeletedInGoogleAsync),
            ("Test 4: a title changed by SQL is in Google", ChangedInAppAsync),
            ("Test 5: no event is there twice", NoDuplicatesAsync),
            ("One more pass of everything writes nothing", QuietAsync),
        ];
        foreach ((string name, Func<Task> play) in plays)
        {
            demo.Feed.Say($"step      {name}");
            steps.Add(await PlayAsync(name, play));
        }

        return steps;
    }

    private async Task<DemoStep> PlayAsync(string name, Func<Task> play)
    {
        long start = Stopwatch.GetTimestamp();
        string? failure = null;
        try
        {
            await play();
        }
        catch (DemoFailureException exception)
        {
            failure = exception.Message;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A step that cannot be played is a step that failed; the others are still worth playing.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception is PostgresException { SqlState: { } state } ? $"the database refused it (SQL state {state})" : exception.GetType().Name;
        }

        return new DemoStep(name, failure, Stopwatch.GetElapsedTime(start));
    }

    private async Task ConnectAsync()
    {
        _birthday = (string)_person.Insert(Calendar, new JsonObject
        {
            ["summary"] = "Anniversaire",
            ["start"] = new JsonObject { ["date"] = "2026-03-29" },
            ["end"] = new JsonObject { ["date"] = "2026-03-30" },
        })["id"]!;
        await demo.Browser.ConnectAsync(cancellationToken);
        await UntilAsync(
            "the connection has listed the calendar and has a sync token",
            "SELECT count(*) FROM google_calendar_connections WHERE enabled AND status = 'connected' AND sync_token IS NOT NULL",
            null);
        await UntilAsync(
            "the event that was in Google before is a row",
            "SELECT count(*) FROM events WHERE google_event_id = @id AND all_day AND start_date = '2026-03-29' AND last_update_source = 'google'",
            new { id = _birthday });
        await UntilAsync(
            "there is a push channel for a while",
            """
            SELECT count(*) FROM google_calendar_webhooks
             WHERE enabled AND resource_id IS NOT NULL AND expiration_timestamp > EXTRACT(EPOCH FROM now())::BIGINT * 1000
            """,
            null);
    }

    private async Task CreatedInAppAsync()
    {
        long calls = demo.Google.Emulator.Calls.Records().Max(call => call.Number);
        await demo.Database.ExecuteAsync(
            """
            INSERT INTO events (id, company_id, user_id, title, location, start_at, end_at, time_zone)
            VALUES (@Id, @CompanyId, @OwnerId, 'Consultation', 'Cabinet', '2026-02-17T13:00:00Z', '2026-02-17T14:00:00Z', 'Europe/Paris')
            """,
            new { Id = _event, demo.People.CompanyId, demo.People.OwnerId },
            cancellationToken);
        await ExpectAsync("the queue has one pending row for it", "SELECT count(*) FROM google_calendar_sync_queue WHERE status = 'pending' AND event_id = @id", Id);

        await RunAsync(Processor);

        _googleId = await demo.Database.QueryAsync<string>("SELECT google_event_id FROM events WHERE id = @id", Id, cancellationToken)
            ?? throw new DemoFailureException("events.google_event_id is empty");
        await ExpectAsync("the queue row is completed", "SELECT count(*) FROM google_calendar_sync_queue WHERE status = 'completed' AND event_id = @id", Id);
        ExpectText((string?)Google(_googleId)?["summary"], "Consultation", "Google has the title");
        Expect(Start(Google(_googleId)) == new DateTimeOffset(2026, 2, 17, 13, 0, 0, TimeSpan.Zero), "Google has the time");
        // Google's own notification of it may have been looked at meanwhile: that is a list call, and another pull's.
        CallRecord[] spent = [.. demo.Google.Emulator.Calls.Records().Where(call => call.Number > calls && !string.Equals(call.Method, "events.list", StringComparison.Ordinal))];
        Expect(spent is [{ Units: 1 }], $"it cost one call and one quota unit, not {string.Join(", ", spent.Select(call => call.Method))}");
    }

    private async Task ChangedInGoogleAsync()
    {
        _person.Edit(Calendar, _googleId, new JsonObject { ["summary"] = "Consultation cardio" });
        await UntilAsync(
            "the row has the title, written by google",
            "SELECT count(*) FROM events WHERE id = @id AND title = 'Consultation cardio' AND last_update_source = 'google' AND last_synced_at IS NOT NULL",
            Id);
        await ExpectAsync("there is one row for it", "SELECT count(*) FROM events WHERE google_event_id = @googleId", new { googleId = _googleId });
        await ExpectAsync(
            "the change is not queued to go back",
            "SELECT (count(*) = 0)::int FROM google_calendar_sync_queue WHERE status IN ('pending', 'processing') AND event_id = @id",
            Id);
    }

    private async Task DeletedInGoogleAsync()
    {
        _person.Delete(Calendar, _googleId);
        await UntilAsync(
            "the row has deleted_at, written by google",
            "SELECT count(*) FROM events WHERE id = @id AND deleted_at IS NOT NULL AND last_update_source = 'google'",
            Id);
    }

    private async Task ChangedInAppAsync()
    {
        var id = new { id = _birthday };
        await demo.Database.ExecuteAsync("UPDATE events SET title = 'Anniversaire de Camille' WHERE google_event_id = @id", id, cancellationToken);
        await ExpectAsync("the row says last_update_source = 'app'", "SELECT count(*) FROM events WHERE google_event_id = @id AND last_update_source = 'app'", id);

        await RunAsync(Processor);

        ExpectText((string?)Google(_birthday)?["summary"], "Anniversaire de Camille", "Google has the title");
        ExpectText((string?)Google(_birthday)?["start"]?["date"], "2026-03-29", "Google has the day as it was");
    }

    private async Task NoDuplicatesAsync()
    {
        await ExpectAsync(
            "the runbook's query finds none",
            """
            SELECT (count(*) = 0)::int FROM (
                SELECT google_calendar_id, google_event_id FROM events
                 WHERE google_calendar_id IS NOT NULL AND google_event_id IS NOT NULL
                 GROUP BY google_calendar_id, google_event_id HAVING count(*) > 1) AS doubled
            """,
            null);
        int live = await demo.Database.QueryAsync<int>("SELECT count(*)::int FROM events WHERE deleted_at IS NULL", null, cancellationToken);
        int google = demo.Google.Emulator.LiveEvents(Calendar).Count;
        Expect(live == 1 && google == 1, $"both sides have one event, not {live} and {google}");
    }

    private async Task QuietAsync()
    {
        const string everything = "SELECT md5(string_agg(e::text, '|' ORDER BY e.id)) FROM events e";
        // The echo of test 4 may still be on its way.
        await RunAsync(Incremental);
        string? before = await demo.Database.QueryAsync<string>(everything, null, cancellationToken);
        int writes = demo.Google.Emulator.Calls.Writes;

        await RunAsync(Processor);
        await RunAsync(Incremental);

        string? after = await demo.Database.QueryAsync<string>(everything, null, cancellationToken);
        ExpectText(after, before, "no row changed");
        Expect(demo.Google.Emulator.Calls.Writes == writes, "nothing was written to Google");
        await ExpectAsync("the queue is empty", "SELECT (count(*) = 0)::int FROM google_calendar_sync_queue WHERE status <> 'completed'", null);
    }

    private object Id => new { id = _event };

    private static DateTimeOffset? Start(JsonNode? @event) =>
        DateTimeOffset.TryParse((string?)@event?["start"]?["dateTime"], System.Globalization.CultureInfo.InvariantCulture, out DateTimeOffset start) ? start : null;

    private static void Expect(bool condition, string expected)
    {
        if (!condition)
        {
            throw new DemoFailureException($"expected: {expected}");
        }
    }

    private static void ExpectText(string? actual, string? wanted, string expected) => Expect(string.Equals(actual, wanted, StringComparison.Ordinal), expected);

    private JsonObject? Google(string id) => demo.Google.Emulator.Event(Calendar, id);

    private async Task RunAsync(string function)
    {
        int status = await demo.Browser.RunTimerAsync(function, cancellationToken);
        Expect(status == StatusCodes.Status202Accepted, $"{function} runs (202), not {status}");
    }

    /// <summary>The query gives a number; anything but 1 is a failure.</summary>
    private async Task ExpectAsync(string expected, string sql, object? parameters) =>
        Expect(await demo.Database.QueryAsync<long>(sql, parameters, cancellationToken) == 1, expected);

    /// <summary>Asks again whenever something happens, until the query gives 1.</summary>
    private async Task UntilAsync(string expected, string sql, object? parameters)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            while (true)
            {
                Task change = demo.Feed.NextChange;
                if (await demo.Database.QueryAsync<long>(sql, parameters, limit.Token) == 1)
                {
                    return;
                }

                await change.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DemoFailureException($"expected within {Patience.TotalSeconds:0} s: {expected}");
        }
    }
}
