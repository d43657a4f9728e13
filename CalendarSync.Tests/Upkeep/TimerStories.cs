using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Upkeep;

/// <summary>Ticks come late, twice, on top of each other and in several instances.</summary>
public sealed class TimerStories
{
    [Fact]
    public async Task All_timers_at_once_in_two_instances_do_what_one_does()
    {
        await using var timed = await TimedWorld.CreateAsync();
        var other = timed.World.NewWorker();
        await timed.World.AppInsertAsync("De l'application");
        timed.World.GoogleInsert("De Google");

        for (var round = 0; round < 3; round++)
        {
            Func<Worker?, Task>[] timers =
            [
                timed.ProcessorAsync, timed.IncrementalAsync, timed.QueueCleanupAsync, timed.RenewalAsync, timed.WebhookCleanupAsync, timed.DailyAsync,
            ];
            await Task.WhenAll(timers.SelectMany(t => new[] { t(null), t(other), t(null) }));
            timed.World.Time.Advance(TimeSpan.FromMinutes(20));
        }

        await timed.World.SettleAsync();
        timed.World.GoogleTitles().ShouldBe(["De Google", "De l'application"]);
        timed.World.Google.LiveChannels().Count.ShouldBe(1);
        (await timed.World.ValueAsync<int>("SELECT count(*)::int FROM google_calendar_webhooks WHERE enabled")).ShouldBe(1);
        (await timed.World.QueryAsync<string>("SELECT DISTINCT status FROM google_calendar_timer_runs")).ShouldBe(["succeeded"]);
    }

    [Fact]
    public async Task Ticks_missed_for_days_are_made_up_for_by_one()
    {
        await using var timed = await TimedWorld.CreateAsync();
        await timed.IncrementalAsync();
        await timed.World.AppInsertAsync("A");
        timed.World.GoogleInsert("B");
        timed.World.Time.Advance(TimeSpan.FromDays(9));

        await timed.DailyAsync();

        await timed.World.ShouldBeEqualAsync();
        timed.World.GoogleTitles().ShouldBe(["A", "B"]);
        await timed.World.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task The_clean_up_keeps_what_the_settings_say_and_never_what_is_still_needed()
    {
        await using var timed = await TimedWorld.CreateAsync(s =>
        {
            s["RETENTION_QUEUE_DAYS"] = "2";
            s["RETENTION_JOURNAL_DAYS"] = "3";
            s["RETENTION_CONFLICTS_DAYS"] = "4";
            s["RETENTION_RUNS_DAYS"] = "5";
            s["RETENTION_NOTIFICATIONS_DAYS"] = "6";
        });
        await timed.World.AppAsync(
            """
            INSERT INTO google_calendar_sync_queue (company_id, event_id, action, status, completed_at, created_at)
            SELECT @Company, gen_random_uuid(), 'update', s.status, CASE WHEN s.status = 'completed' THEN @now - make_interval(days => d) END, @now - make_interval(days => d)
              FROM generate_series(1, 9) d, (VALUES ('completed'), ('pending'), ('failed')) s (status);
            INSERT INTO google_calendar_sync_journal (at, run_id, company_id, direction, decision, reason)
            SELECT @now - make_interval(days => d), gen_random_uuid(), @Company, 'app_to_google', 'created', 'new' FROM generate_series(1, 9) d;
            INSERT INTO google_calendar_conflicts (company_id, event_id, kind, status, updated_at, resolved_at)
            SELECT @Company, gen_random_uuid(), 'fields', s.status, @now - make_interval(days => d), CASE WHEN s.status = 'resolved' THEN @now END
              FROM generate_series(1, 9) d, (VALUES ('open'), ('recorded'), ('resolved')) s (status);
            INSERT INTO google_calendar_sync_runs SELECT gen_random_uuid(), 'app_to_google', @now - make_interval(days => d), 0, 0, 0, 0, 0, 0 FROM generate_series(1, 9) d;
            INSERT INTO google_calendar_notifications (kind, payload, status, created_at)
            SELECT 'daily_result', '{}', 'sent', @now - make_interval(days => d) FROM generate_series(1, 9) d;
            INSERT INTO google_calendar_listing_marks VALUES (gen_random_uuid(), 'orphan');
            INSERT INTO google_calendar_webhooks (company_id, connection_id, calendar_id, channel_id, expiration_timestamp, token_hash)
            SELECT @Company, @ConnectionId, 'c', d::text, extract(epoch FROM @now + make_interval(hours => d))::bigint * 1000, '' FROM generate_series(-2, 2, 4) d
            """,
            new { timed.World.Company, timed.World.ConnectionId, now = timed.World.Time.GetUtcNow().AddMinutes(-1) });

        for (var twice = 0; twice < 2; twice++)
        {
            await timed.QueueCleanupAsync();
            await timed.WebhookCleanupAsync();
        }

        (await timed.World.QueryAsync<string>(
            """
            SELECT 'queue ' || status || ' ' || count(*) FROM google_calendar_sync_queue GROUP BY status
            UNION ALL SELECT 'journal ' || count(*) FROM google_calendar_sync_journal
            UNION ALL SELECT 'conflicts ' || status || ' ' || count(*) FROM google_calendar_conflicts GROUP BY status
            UNION ALL SELECT 'runs ' || count(*) FROM google_calendar_sync_runs
            UNION ALL SELECT 'notifications ' || count(*) FROM google_calendar_notifications
            UNION ALL SELECT 'marks ' || count(*) FROM google_calendar_listing_marks
            UNION ALL SELECT 'channels ' || count(*) FROM google_calendar_webhooks ORDER BY 1
            """)).ShouldBe(
            [
                "channels 1", "conflicts open 9", "conflicts recorded 3", "conflicts resolved 3", "journal 2", "marks 0", "notifications 5",
                "queue completed 1", "queue failed 9", "queue pending 9", "runs 4",
            ]);
    }

    [Theory]
    [InlineData("RETENTION_QUEUE_DAYS", "0")]
    [InlineData("RETENTION_JOURNAL_DAYS", "-1")]
    [InlineData("RETENTION_CONFLICTS_DAYS", "ever")]
    [InlineData("RETENTION_RUNS_DAYS", "1.5")]
    [InlineData("RETENTION_NOTIFICATIONS_DAYS", "36501")]
    public void A_retention_that_is_no_number_of_days_stops_the_start(string name, string value) =>
        Should.Throw<CalendarSync.Core.Configuration.CalendarSyncConfigurationException>(() => Configuration.Settings.Read((name, value))).Message.ShouldContain(name);
}
