using CalendarSync.Core.Doctor;
using CalendarSync.Core.Google;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Upkeep;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Doctor;

/// <summary>Each problem of the runbook's section 9 is provoked, found, and mended where that is safe; where all is well nothing is found.</summary>
public sealed class DoctorStories
{
    [Fact]
    public async Task Where_all_is_well_nothing_is_found()
    {
        await using var timed = await HealthyAsync();
        await timed.World.AppInsertAsync("B");
        timed.World.GoogleInsert("C");
        await timed.World.PushAsync();

        (await FindAsync(timed)).ShouldBeEmpty("what is on its way is no trouble");
        timed.World.Time.Advance(TimeSpan.FromMinutes(10));
        await timed.World.SettleAsync(atOnce: true);
        (await FindAsync(timed)).ShouldBeEmpty();
        await timed.World.ShouldBeQuietAsync();
    }

    // What a person has to do: found, explained, and left alone.
    [Theory]
    [InlineData("constraint_missing", "ALTER TABLE events DROP CONSTRAINT events_google_calendar_event_unique")]
    [InlineData("duplicates", """
        ALTER TABLE events DROP CONSTRAINT events_google_calendar_event_unique;
        SET LOCAL calendar_sync.source = 'google';
        INSERT INTO events (company_id, title, start_at, end_at, google_calendar_id, google_event_id, google_etag, google_event, version, synced_version)
        SELECT company_id, title, start_at, end_at, google_calendar_id, google_event_id, google_etag, google_event, 1, 1 FROM events
        """)]
    [InlineData("triggers_off", "ALTER TABLE events DISABLE TRIGGER queue_google_calendar_sync")]
    [InlineData("account_to_reconnect", "UPDATE google_calendar_grants SET status = 'needs_reauth'; UPDATE google_calendar_connections SET status = 'needs_reauth'")]
    [InlineData("account_paused", "UPDATE google_calendar_grants SET paused_until = '2100-01-01', last_error = 'invalid_client'")]
    [InlineData("listed_but_unreadable", "INSERT INTO google_calendar_set_aside SELECT id, 'x', 'no start', '{}' FROM google_calendar_connections")]
    [InlineData("conflict_open", "INSERT INTO google_calendar_conflicts (company_id, event_id, kind, status) SELECT company_id, gen_random_uuid(), 'fields', 'open' FROM google_calendar_connections")]
    [InlineData("sweep_held", "INSERT INTO google_calendar_conflicts (company_id, connection_id, kind, status, app, google) SELECT company_id, id, 'sweep', 'open', '{\"rows\": 9}', '{\"missing\": 8}' FROM google_calendar_connections")]
    [InlineData("timer_late", "UPDATE google_calendar_timer_runs SET started_at = started_at - interval '2 days'; UPDATE google_calendar_connections SET created_at = created_at - interval '2 days'")]
    [InlineData("message_refused", "INSERT INTO google_calendar_notifications (kind, payload, status, error_message, created_at) VALUES ('x', '{}', 'failed', 'chat_not_found', '2026-02-16')")]
    public async Task What_a_person_has_to_do_is_explained_and_left_alone(string problem, string trouble)
    {
        await using var timed = await HealthyAsync();
        await timed.World.AppAsync(trouble);

        var finding = (await FindAsync(timed)).Single(f => f.Problem == problem);
        finding.Details.ShouldNotBeEmpty();
        finding.Remedy.ShouldNotBeEmpty();
        (await MendAsync(timed)).ShouldContain(f => f.Problem == problem);
    }

    [Fact]
    public async Task Rows_of_an_earlier_integration_are_linked()
    {
        await using var timed = await HealthyAsync();
        var google = timed.World.GoogleInsert("Ancien");
        await timed.World.AppAsync(
            """
            ALTER TABLE events DROP CONSTRAINT events_link_check;
            SET LOCAL calendar_sync.source = 'google';
            INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, google_event_id, version, synced_version)
            VALUES (@Company, @User, 'Ancien', @start, @start + interval '1 hour', 'Europe/Paris', @google, 1, 1)
            """,
            new { timed.World.Company, timed.World.User, google, start = timed.World.Time.GetUtcNow().AddDays(1) });
        await ShouldBeMendedAsync(timed, "row_without_calendar");
        (await timed.World.RowsAsync()).Count(r => r.Title == "Ancien").ShouldBe(1, "no second row comes");
    }

    [Fact]
    public async Task A_change_that_was_never_queued_is_queued()
    {
        await using var timed = await HealthyAsync();
        await timed.World.AppAsync(
            "ALTER TABLE events DISABLE TRIGGER queue_google_calendar_sync; UPDATE events SET title = 'Manqué'; ALTER TABLE events ENABLE TRIGGER queue_google_calendar_sync");
        await ShouldBeMendedAsync(timed, "change_not_queued");
        timed.World.GoogleTitles().ShouldBe(["Manqué"]);
    }

    [Fact]
    public async Task A_failed_change_is_tried_again_or_dropped()
    {
        await using var timed = await HealthyAsync();
        var id = await FailAsync(timed);
        (await FindAsync(timed)).ShouldHaveSingleItem().Details.ShouldBe([$"event {id}: create, refused: timeRangeEmpty"]);
        (await MendAsync(timed)).ShouldContain(f => f.Problem == "change_failed", "the cause is still there");

        await timed.World.AppAsync(
            """
            SET LOCAL calendar_sync.source = 'google'; UPDATE events SET end_at = start_at + interval '1 hour' WHERE id = @id
            """,
            new { id });
        await ShouldBeMendedAsync(timed, "change_failed");

        var other = await FailAsync(timed);
        (await Examiner(timed).DropAsync(other, CancellationToken.None)).ShouldBe(1);
        (await Examiner(timed).DropAsync(other, CancellationToken.None)).ShouldBe(0);
        (await FindAsync(timed)).ShouldBeEmpty("what was dropped on purpose is not missed");
        (await timed.World.ValueAsync<string>("SELECT reason FROM google_calendar_sync_journal WHERE decision = 'dropped'")).ShouldBe("by_hand_create");
    }

    [Fact]
    public async Task What_a_dead_worker_left_behind_is_taken_up()
    {
        await using var timed = await HealthyAsync();
        await timed.World.AppInsertAsync("B");
        await timed.World.AppAsync(
            "UPDATE google_calendar_sync_queue SET status = 'processing', lease_token = gen_random_uuid(), lease_until = @at WHERE status = 'pending'",
            new { at = timed.World.Time.GetUtcNow() });
        timed.World.Time.Advance(TimeSpan.FromMinutes(10));
        await ShouldBeMendedAsync(timed, "change_stuck");
        timed.World.GoogleTitles().ShouldBe(["A", "B"]);
    }

    [Fact]
    public async Task Changes_that_wait_too_long_say_what_for()
    {
        await using var timed = await HealthyAsync();
        await timed.World.AppInsertAsync("B");
        await timed.World.AppInsertAsync("C", role: "medecin");
        timed.World.Time.Advance(TimeSpan.FromMinutes(20));

        var waits = (await FindAsync(timed)).Single(f => f.Problem == "change_waits");
        waits.Details.Select(d => d[(d.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]).ShouldBe(
            ["due, and nobody takes them", "no enabled calendar connection has this role"], ignoreOrder: true);
        (await MendAsync(timed)).Single(f => f.Problem == "change_waits").Details.Count.ShouldBe(1, "that one needs a person");
        timed.World.GoogleTitles().ShouldBe(["A", "B"]);
    }

    [Fact]
    public async Task A_calendar_that_nobody_reads_is_read()
    {
        await using var timed = await HealthyAsync();
        timed.World.GoogleInsert("B");
        timed.World.Time.Advance(TimeSpan.FromHours(3));
        (await FindAsync(timed)).ShouldContain(f => f.Problem == "calendar_not_read");
        await MendAsync(timed);
        (await timed.World.RowsAsync()).Count.ShouldBe(2);
        (await FindAsync(timed)).ShouldNotContain(f => f.Problem == "calendar_not_read");
    }

    [Fact]
    public async Task A_calendar_whose_passes_fail_says_why_until_one_succeeds()
    {
        await using var timed = await HealthyAsync();
        using (timed.World.Google.Faults.Script(c => c.Method == "events.list" ? Fault.Error(503, "backendError") : null))
        {
            for (var i = 0; i < 3; i++)
            {
                await timed.IncrementalAsync();
            }

            var found = await FindAsync(timed);
            found.Single(f => f.Problem == "calendar_failing").Details.ShouldBe([$"connection {timed.World.ConnectionId}: 3 passes, Google answered 503 backendError"]);
            found.Single(f => f.Problem == "google_not_asked").Details.ShouldBe([$"connection {timed.World.ConnectionId}: 503 backendError"]);
            (await MendAsync(timed)).ShouldNotBeEmpty();
        }

        await ShouldBeMendedAsync(timed, "calendar_failing");
    }

    [Theory]
    [InlineData("DELETE FROM google_calendar_webhooks", "channel_missing")]
    [InlineData("UPDATE google_calendar_webhooks SET expiration_timestamp = 1", "channel_missing")]
    [InlineData("UPDATE google_calendar_webhooks SET expiration_timestamp = expiration_timestamp - 6.5 * 86400000", "channel_ends")]
    public async Task Channels_are_opened_and_renewed(string trouble, string problem)
    {
        await using var timed = await HealthyAsync();
        await timed.World.AppAsync(trouble);
        await ShouldBeMendedAsync(timed, problem);
        timed.World.Google.LiveChannels().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_dead_token_is_found_by_asking()
    {
        await using var timed = await HealthyAsync();
        timed.World.Tokens.Refusal = FailureClassifier.Token(400, "invalid_grant");
        (await FindAsync(timed)).ShouldHaveSingleItem().Details.ShouldBe([$"connection {timed.World.ConnectionId}: 400 invalid_grant"]);
    }

    // Only damage from outside makes these: somebody's SQL, a restored backup.
    [Theory]
    [InlineData("DELETE FROM events", "Google has event", true)]
    [InlineData("UPDATE events SET google_etag = '\"other\"', title = 'B'", "is another version in Google", false)]
    [InlineData("UPDATE events SET google_event_id = 'restored' || left(google_event_id, 20)", "is not in Google", true)]
    public async Task Drift_between_a_calendar_and_its_rows_is_found_and_read_again(string damage, string detail, bool comes)
    {
        await using var timed = await HealthyAsync();
        timed.World.Time.Advance(TimeSpan.FromMinutes(5));
        await timed.IncrementalAsync();
        await timed.World.AppAsync($"SET LOCAL calendar_sync.source = 'google'; {damage}");
        timed.World.Time.Advance(TimeSpan.FromMinutes(5));

        var finding = (await FindAsync(timed)).Single(f => f.Problem == "drift");
        finding.Details.ShouldContain(d => d.Contains(detail, StringComparison.Ordinal));
        (await MendAsync(timed)).ShouldNotContain(f => f.Problem == "drift");

        (await timed.World.RowsAsync()).Count(r => r.DeletedAt is null).ShouldBe(1);
        timed.World.Google.LiveEvents(timed.World.Calendar).Count.ShouldBe(1);
        (await timed.World.RowsAsync()).Single(r => r.DeletedAt is null).GoogleEventId.ShouldBe(SyncWorld.GoogleId(Guid.Parse((string)timed.World.GoogleEvents()[0]["id"]!)), comes ? "linked to what is there" : "the same");
    }

    [Fact]
    public async Task Calendars_of_the_file_that_nobody_has_connected_are_named_by_their_place()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("calendar-sync-").FullName, "calendar_config.yaml");
        await File.WriteAllTextAsync(
            file,
            $"""
            google_calendar:
              calendars:
                - id: "{SyncWorld.Email}"
                  casquette: "medecin"
                - id: "nobody@group.calendar.google.com"
                  casquette: "perso"
            """);
        await using var timed = await TimedWorld.CreateAsync(settings => settings["CALENDAR_CONFIG_PATH"] = file);

        Missing(await FindAsync(timed)).ShouldBe(["calendar 2 of the file (perso)"]);
        await timed.World.AppAsync("UPDATE google_calendar_grants SET paused_until = '2100-01-01'");
        Missing(await FindAsync(timed)).ShouldBe(["calendar 2 of the file (perso)"], "an account that rests is connected");
        await timed.World.ConnectAsync("nobody@group.calendar.google.com", "perso");

        Missing(await FindAsync(timed)).ShouldBeEmpty();
        Directory.Delete(Path.GetDirectoryName(file)!, true);

        static IEnumerable<string> Missing(IReadOnlyList<Finding> findings) => findings.Where(f => f.Problem == "calendar_not_connected").SelectMany(f => f.Details);
    }

    [Fact]
    public async Task Nothing_that_the_doctor_says_holds_a_title_or_an_address()
    {
        await using var timed = await HealthyAsync();
        await FailAsync(timed);
        await timed.World.AppAsync("SET LOCAL calendar_sync.source = 'google'; UPDATE events SET google_etag = 'x'; UPDATE google_calendar_connections SET failed_passes = 3, last_pull_at = NULL");
        timed.World.Time.Advance(TimeSpan.FromHours(3));

        var said = string.Join('\n', (await FindAsync(timed)).SelectMany(f => f.Details));
        said.ShouldNotBeEmpty();
        said.ShouldNotContain(SyncWorld.Email);
        said.ShouldNotContain("Poison");
    }

    private static async Task<TimedWorld> HealthyAsync()
    {
        var timed = await TimedWorld.CreateAsync();
        await timed.World.AppInsertAsync("A");
        await timed.QueueCleanupAsync();
        await timed.RenewalAsync();
        await timed.WebhookCleanupAsync();
        await timed.DailyAsync();
        await timed.ProcessorAsync();
        await timed.IncrementalAsync();
        return timed;
    }

    private static async Task<Guid> FailAsync(TimedWorld timed)
    {
        var id = await timed.World.AppInsertAsync("Poison");
        await timed.World.AppEditAsync(id, "end_at = start_at");
        await timed.World.PushAsync();
        return id;
    }

    private static Examiner Examiner(TimedWorld timed) => timed.World.Services.GetRequiredService<Examiner>();

    private static Task<IReadOnlyList<Finding>> FindAsync(TimedWorld timed) => Examiner(timed).ExamineAsync(CancellationToken.None);

    /// <returns>What is found afterwards.</returns>
    private static async Task<IReadOnlyList<Finding>> MendAsync(TimedWorld timed)
    {
        await Examiner(timed).MendAsync(await FindAsync(timed), CancellationToken.None);
        return await FindAsync(timed);
    }

    private static async Task ShouldBeMendedAsync(TimedWorld timed, string problem)
    {
        (await FindAsync(timed)).ShouldContain(f => f.Problem == problem);
        (await MendAsync(timed)).ShouldNotContain(f => f.Problem == problem);
        await timed.World.SettleAsync();
    }
}
