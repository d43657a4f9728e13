using System.Collections.Concurrent;
using System.Diagnostics;

using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Tests.Security;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Scenarios;

/// <summary>
/// Canaries in every field of events on both sides, through everything that goes well or wrong; then the log at its finest, exceptions with their
/// messages, spans and every message that is kept for operators are searched for them, and for the account's address.
/// </summary>
public sealed class PrivacyStories
{
    private static readonly string[] Private = ["canary", "marie", "Bearer ", "ya29", "/calendars/"];

    [Fact]
    public async Task Check21_what_events_hold_reaches_no_log_no_span_and_no_message()
    {
        var log = new LogLines();
        using var spans = new Spans();
        await using var world = await SyncWorld.CreateAsync(replace: services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace)));

        // Well, in both directions.
        var kept = await AppInsertAsync(world, "kept");
        var edited = await AppInsertAsync(world, "edited");
        world.GoogleInsert("canary-google", "canary-place");
        await world.SettleAsync();
        await world.AppAsync("UPDATE events SET title = @text, description = @text WHERE id = @edited", new { edited, text = "canary-app" });
        world.GoogleEdit(edited, """{"summary":"canary-google","location":"canary-google","attendees":[{"email":"canary@example.com","displayName":"canary"}]}""");
        await world.SettleAsync();
        (await world.ConflictsAsync()).ShouldNotBeEmpty();

        // Rows that cannot be sent.
        foreach (var (column, value) in new[]
        {
            ("time_zone = @value", "canary/Zone"), ("recurrence = ARRAY[@value]", "RRULE:FREQ=CANARY;canary"), ("visibility = @value", "canary-visibility"),
            ("reminders = @value::jsonb", """{"overrides":[{"method":"canary","minutes":"canary"}]}"""), ("reminders = @value::jsonb", "\"canary\""),
            ("transparency = @value", "canary-transparency"), ("role = @value", "canary-role"),
        })
        {
            await world.AppAsync($"UPDATE events SET {column} WHERE id = @id", new { id = await AppInsertAsync(world, "strange"), value });
        }

        await world.PushAsync();

        // Answers that say too much.
        foreach (var fault in new[]
        {
            Fault.BackendError(), Fault.BadGatewayHtml(), Fault.Reset(), Fault.TruncatedJson(), Fault.LostAnswer(), Fault.PreconditionFailed(),
            Fault.Error(400, "canary reason!", "canary"), Fault.Error(403, "forbiddenForNonOrganizer", "canary"), Fault.Error(404, "notFound", "canary"),
        })
        {
            world.Google.Faults.Next("events.update", fault);
            await world.AppAsync("UPDATE events SET title = @text WHERE id = @kept", new { kept, text = $"canary-{Guid.CreateVersion7()}" });
            await world.PushAsync();
            world.Time.Advance(TimeSpan.FromMinutes(20));
            world.Google.Faults.Next("events.list", fault);
            world.GoogleInsert("canary-after");
            await world.PullAsync();
            world.Time.Advance(TimeSpan.FromMinutes(20));
        }

        world.Google.Faults.Next("events.list", Pages.With("""{"id":"canary0001","status":"confirmed","summary":"canary"}""", """{"id":"canary0002","start":{"dateTime":"canary"},"end":{"date":"canary"}}"""));
        await world.PullAsync();
        await world.PushAsync();

        log.Lines.Count.ShouldBeGreaterThan(10);
        Offences(log.Lines).ShouldBeEmpty();
        spans.Texts.ShouldContain(text => text.Contains("google_calendar_sync_queue", StringComparison.Ordinal), "the listener works");
        Offences(spans.Texts).ShouldBeEmpty();
        var messages = await world.QueryAsync<string>(
            """
            SELECT error_message FROM google_calendar_sync_queue WHERE error_message IS NOT NULL
            UNION ALL SELECT last_error FROM google_calendar_connections WHERE last_error IS NOT NULL
            UNION ALL SELECT last_error FROM google_calendar_grants WHERE last_error IS NOT NULL
            UNION ALL SELECT decision || ' ' || reason FROM google_calendar_sync_journal
            UNION ALL SELECT reason FROM google_calendar_set_aside
            UNION ALL SELECT to_jsonb(r)::text FROM google_calendar_sync_runs r
            UNION ALL SELECT to_jsonb(r)::text FROM google_calendar_timer_runs r
            """);
        messages.Count.ShouldBeGreaterThan(10);
        Offences(messages).ShouldBeEmpty();
    }

    private static Task<Guid> AppInsertAsync(SyncWorld world, string name) => world.AppAsync<Guid>(
        """
        INSERT INTO events (company_id, user_id, title, description, location, start_at, end_at, time_zone)
        VALUES (@Company, @User, @title, @title || '-description', @title || '-location', @start, @start + interval '1 hour', 'Europe/Paris') RETURNING id
        """,
        new { world.Company, world.User, title = "canary-" + name, start = world.Time.GetUtcNow().AddDays(1) });

    private static List<string> Offences(IEnumerable<string> texts) =>
        [.. texts.Where(text => Private.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))).Distinct(StringComparer.Ordinal)];

    /// <summary>Every span that is opened below this story, by whatever library, as an exporter would get it.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly Activity _story = new("story");

        public Spans()
        {
            _story.Start();
            _listener = new ActivityListener
            {
                // The emulator is a web server in this process, and would be watched too.
                ShouldListenTo = source => !source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    if (activity.TraceId == _story.TraceId)
                    {
                        Texts.Enqueue($"{activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}");
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<string> Texts { get; } = new();

        public void Dispose()
        {
            _listener.Dispose();
            _story.Dispose();
        }
    }
}
