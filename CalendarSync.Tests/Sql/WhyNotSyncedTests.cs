using CalendarSync.Core.Google;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Tests.Scenarios;

using Dapper;

namespace CalendarSync.Tests.Sql;

/// <summary><c>SELECT * FROM why_not_synced('event id')</c>: each reason in words, as the service and as an end user.</summary>
public sealed class WhyNotSyncedTests
{
    [Fact]
    public async Task Nobody_knows_the_event()
    {
        await using var world = await SyncWorld.CreateAsync();
        (await WhyAsync(world, Guid.NewGuid())).ShouldBe(["There is no event with this id, and no change of one waits."]);
    }

    [Fact]
    public async Task A_new_event_waits_for_the_processor_and_is_in_step_afterwards()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        (await WhyAsync(world, id))[0].ShouldBe("Its create waits for nothing but the next run of google-calendar-sync-processor.");

        await world.SettleAsync();

        var story = await WhyAsync(world, id);
        story[0].ShouldBe("Both sides are in step.");
        story.ShouldContain(line => line == $"In Google it is event {id:N}, last in step then.");
        story.ShouldContain(line => line == "Application to Google: created (new_in_app).");
        story.ShouldContain(line => line.StartsWith($"Its calendar is connection {world.ConnectionId}: connected, bidirectional, account connected", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UPDATE events SET role = 'medecin'", "no enabled calendar connection has this role")]
    [InlineData("DELETE FROM google_calendar_connections", "the company has no enabled calendar connection")]
    [InlineData("UPDATE google_calendar_grants SET status = 'needs_reauth'", "the Google account has to be connected again")]
    [InlineData("UPDATE google_calendar_connections SET status = 'disabled'", "the calendar is disconnected or switched off")]
    [InlineData("UPDATE google_calendar_connections SET sync_direction = 'google_to_app'", "this calendar only goes from Google to the application")]
    [InlineData("UPDATE google_calendar_grants SET paused_until = '2100-01-01'", "calls for this account are paused")]
    [InlineData("UPDATE google_calendar_grants SET writes_paused_until = '2100-01-01'", "Google refuses writes for this account for now")]
    public async Task Each_reason_to_wait_has_the_words_of_the_queue(string trouble, string reason)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.AppAsync(trouble);

        (await WhyAsync(world, id))[0].ShouldBe($"Its create waits: {reason}.");

        await world.PushAsync();
        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldBe("waiting: " + reason);
    }

    [Fact]
    public async Task A_failed_attempt_a_refusal_and_a_worker_at_work()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("A");
        world.Google.Faults.Next("events.insert", Fault.Error(503, "backendError"));
        await world.PushAsync();
        (await WhyAsync(world, id))[0].ShouldMatch("^Its create is tried again at .*, after 1 failed attempts: Google answered 503 backendError\\.$");

        await world.AppEditAsync(id, "end_at = start_at");
        await world.PushAsync();
        (await WhyAsync(world, id))[0].ShouldMatch("^Its create was given up after 2 attempts: refused: timeRangeEmpty\\. Mend the cause");

        await world.AppAsync(
            "UPDATE google_calendar_sync_queue SET status = 'processing', lease_token = gen_random_uuid(), lease_until = @at", new { at = world.Time.GetUtcNow() });
        (await WhyAsync(world, id))[0].ShouldStartWith("Its create is being sent; the worker's lease ends at ");
    }

    [Fact]
    public async Task An_open_conflict_and_a_decided_one()
    {
        await using var world = await SyncWorld.CreateAsync(s => s["CONFLICT_POLICY"] = "manual");
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App'");
        world.GoogleEdit(id, """{"summary":"Google"}""");
        await world.PullAsync();

        var story = await WhyAsync(world, id);
        story[0].ShouldBe("Its update waits: a conflict of this event has to be decided.");
        story.ShouldContain(line => line.StartsWith("Both sides changed it (title), and conflict ", StringComparison.Ordinal));
        await world.AppAsync("UPDATE google_calendar_conflicts SET status = 'recorded', winner = 'google'");
        (await WhyAsync(world, id)).ShouldContain(line => line.StartsWith("Both sides changed it (title); google prevailed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_triggers_never_saw_is_said_so()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        await world.AppAsync(
            "ALTER TABLE events DISABLE TRIGGER queue_google_calendar_sync; UPDATE events SET title = 'B'; ALTER TABLE events ENABLE TRIGGER queue_google_calendar_sync");

        (await WhyAsync(world, id))[0].ShouldStartWith("The row has a change that is not queued");
        await world.AppAsync("ALTER TABLE events ALTER company_id DROP NOT NULL; UPDATE events SET company_id = NULL");
        (await WhyAsync(world, id)).ShouldContain(line => line == "The row has no company, so there is no calendar for it: set company_id.");
    }

    [Fact]
    public async Task A_deletion_for_good_is_still_explained()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        await world.AppPurgeAsync(id);
        world.Tokens.Refusal = FailureClassifier.Token(400, "invalid_grant");
        await world.PushAsync();

        (await WhyAsync(world, id))[0].ShouldBe("Its delete waits: the Google account has to be connected again.");
    }

    [Fact]
    public async Task An_end_user_learns_of_their_own_event_what_row_level_security_shows()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.AppAsync("UPDATE google_calendar_connections SET enabled = false");
        await world.PushAsync();
        var stranger = Guid.NewGuid();
        await world.AppAsync("INSERT INTO company_users (company_id, user_id, role) VALUES (@stranger, @stranger, 'owner')", new { stranger });

        (await AsUserAsync(world, world.User, id)).ShouldBe(["Its create waits: the company has no enabled calendar connection.", "The row was last changed by the application."]);
        (await AsUserAsync(world, stranger, id)).ShouldBe(["There is no event with this id, and no change of one waits."]);
        (await AsUserAsync(world, Guid.NewGuid(), id)).ShouldBe(["There is no event with this id, and no change of one waits."]);
    }

    private static async Task<IReadOnlyList<string>> AsUserAsync(SyncWorld world, Guid user, Guid id)
    {
        await using var session = await world.Database.OpenAsync(role: "authenticated", user: user);
        return [.. await session.QueryAsync<string>("SELECT explanation FROM why_not_synced(@id) ORDER BY step", new { id })];
    }

    /// <summary>As the service, at the world's time.</summary>
    private static async Task<IReadOnlyList<string>> WhyAsync(SyncWorld world, Guid id)
    {
        await using var session = await world.Database.OpenAsync(role: "calendar_sync_service");
        await session.ExecuteAsync("SELECT set_config('calendar_sync.now', @now, false)", new { now = world.Time.GetUtcNow().ToString("O") });
        return [.. await session.QueryAsync<string>("SELECT explanation FROM why_not_synced(@id) ORDER BY step", new { id })];
    }
}
