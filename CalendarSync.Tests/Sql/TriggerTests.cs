using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Sql;

/// <summary>What the application's SQL does to the row and to the queue. Every test runs on one event of the application.</summary>
public sealed class TriggerTests(SharedDatabase shared) : IClassFixture<SharedDatabase>, IAsyncLifetime
{
    private static readonly Guid Event = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await shared.EmptyAsync();
        await _database.ExecuteAsync(
            "INSERT INTO events (id, company_id, user_id, title, start_at, end_at) VALUES (@Event, gen_random_uuid(), gen_random_uuid(), 't', '2026-01-01Z', '2026-01-02Z')",
            new { Event });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    // What the application writes                                          version status       deleted  action    waiting
    [InlineData("",                                                         1, "confirmed", false, "create", 1)]
    [InlineData("UPDATE events SET title = 'u'",                            2, "confirmed", false, "create", 1)]
    [InlineData("UPDATE events SET title = title",                          2, "confirmed", false, "create", 1)]
    [InlineData("UPDATE events SET title = 'a'; UPDATE events SET title = 'b'", 3, "confirmed", false, "create", 1)]
    [InlineData("UPDATE events SET status = 'tentative'",                   2, "tentative", false, "create", 1)]
    [InlineData("UPDATE events SET status = NULL, all_day = NULL",          2, "confirmed", false, "create", 1)]
    [InlineData("UPDATE events SET status = 'cancelled'",                   2, "cancelled", true, "delete", 1)]
    [InlineData("UPDATE events SET deleted_at = now()",                     2, "cancelled", true, "delete", 1)]
    [InlineData("UPDATE events SET deleted_at = now(); UPDATE events SET deleted_at = NULL", 3, "confirmed", false, "create", 1)]
    [InlineData("UPDATE events SET deleted_at = now(); UPDATE events SET status = 'tentative'", 3, "tentative", false, "create", 1)]
    [InlineData("UPDATE events SET deleted_at = now(); UPDATE events SET title = 'x'", 3, "cancelled", true, "delete", 1)]
    [InlineData("UPDATE events SET deleted_at = now(), status = 'confirmed'", 2, "cancelled", true, "delete", 1)]
    [InlineData("UPDATE events SET status = 'cancelled'; UPDATE events SET deleted_at = NULL, status = 'cancelled'", 3, "confirmed", false, "create", 1)]
    public async Task A_write_is_stamped_and_waits_once(string sql, long version, string status, bool deleted, string action, int waiting)
    {
        await _database.ExecuteAsync(sql.Length == 0 ? "SELECT 1" : sql);

        (await _database.SingleAsync<(long, string, bool, string)>("SELECT version, status, deleted_at IS NOT NULL, last_update_source FROM events"))
            .ShouldBe((version, status, deleted, "app"));
        (await _database.SingleAsync<(string, string, int)>("SELECT min(action), min(status), count(*)::int FROM google_calendar_sync_queue"))
            .ShouldBe((action, "pending", waiting));
    }

    [Fact]
    public async Task A_linked_event_is_updated_and_then_deleted_by_its_google_id()
    {
        await LinkAsync();

        await _database.ExecuteAsync("UPDATE events SET title = 'u'");
        (await WaitingAsync()).ShouldBe(("update", "c", "g"));

        await _database.ExecuteAsync("DELETE FROM events");
        (await WaitingAsync()).ShouldBe(("delete", "c", "g"));
    }

    [Fact]
    public async Task A_hard_delete_of_an_event_that_was_never_sent_waits_without_ids()
    {
        await _database.ExecuteAsync("DELETE FROM events");

        (await WaitingAsync()).ShouldBe(("delete", null, null));
    }

    [Theory]
    [InlineData("DELETE FROM events")]
    [InlineData("TRUNCATE events")]
    public async Task A_hard_delete_knows_the_insert_that_is_on_its_way(string delete)
    {
        await _database.AsEngineAsync("INSERT INTO google_calendar_writes (event_id, google_calendar_id, google_event_id, body, version) VALUES (@Event, 'c', 'sent', '{}', 1)", new { Event });

        await _database.ExecuteAsync(delete);

        (await WaitingAsync()).ShouldBe(("delete", "c", "sent"));
    }

    [Fact]
    public async Task Truncating_is_deleting()
    {
        await LinkAsync();

        await _database.ExecuteAsync("TRUNCATE events");

        (await WaitingAsync()).ShouldBe(("delete", "c", "g"));
    }

    [Theory]
    [InlineData("DELETE FROM events")]
    [InlineData("TRUNCATE events")]
    public async Task Clearing_away_what_google_has_deleted_already_costs_nothing(string delete)
    {
        await LinkAsync();
        await _database.AsEngineAsync("UPDATE events SET deleted_at = now(), status = 'cancelled', synced_version = version");

        await _database.ExecuteAsync(delete);

        (await _database.SingleAsync<int>("SELECT count(*)::int FROM google_calendar_sync_queue")).ShouldBe(0);
    }

    [Fact]
    public async Task A_failed_change_is_revived_by_the_next_edit()
    {
        await _database.ExecuteAsync("UPDATE google_calendar_sync_queue SET status = 'failed', retry_count = 8, attempt_count = 3, error_message = 'no', next_attempt_at = now() + interval '1 day'");

        await _database.ExecuteAsync("UPDATE events SET title = 'mended'");

        (await _database.SingleAsync<(string, int, int, string?, bool)>("SELECT status, retry_count, attempt_count, error_message, next_attempt_at <= now() FROM google_calendar_sync_queue"))
            .ShouldBe(("pending", 0, 0, null, true));
    }

    [Fact]
    public async Task An_edit_while_a_change_is_sent_waits_behind_it()
    {
        await _database.ExecuteAsync("UPDATE google_calendar_sync_queue SET status = 'processing', lease_token = gen_random_uuid(), lease_until = now()");

        await _database.ExecuteAsync("UPDATE events SET title = 'meanwhile'");

        (await _database.QueryAsync<string>("SELECT status FROM google_calendar_sync_queue ORDER BY id")).ShouldBe(["processing", "pending"]);
    }

    [Fact]
    public async Task The_engine_s_transactions_are_silent_and_the_next_one_is_the_application_s_again()
    {
        await LinkAsync();
        await _database.AsEngineAsync("UPDATE events SET title = 'from Google', last_update_source = 'google', updated_at = '2020-01-01Z'");

        (await _database.SingleAsync<(string, string, long, int)>("SELECT title, last_update_source, version, extract(year FROM updated_at)::int FROM events"))
            .ShouldBe(("from Google", "google", 1, 2020));
        (await _database.SingleAsync<int>("SELECT count(*)::int FROM google_calendar_sync_queue")).ShouldBe(0);

        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await Dapper.SqlMapper.ExecuteAsync(connection, "BEGIN; SET LOCAL calendar_sync.source = 'google'; COMMIT; UPDATE events SET title = 'mine'");
        (await WaitingAsync()).ShouldBe(("update", "c", "g"));
    }

    [Fact]
    public async Task A_mapper_that_saves_the_whole_row_cannot_put_back_what_the_engine_knows()
    {
        await LinkAsync();

        await _database.ExecuteAsync("""
            UPDATE events SET title = 'saved', google_event = '{"old": 1}', google_agreed = '{}', google_etag = 'old', google_updated_at = NULL, last_synced_at = NULL,
                google_calendar_id = NULL, google_event_id = NULL, version = 77, synced_version = 77, last_update_source = 'google', updated_at = '2000-01-01'
            """);

        (await _database.SingleAsync<string>("""
            SELECT concat_ws(' ', title, google_event, google_agreed, google_etag, google_calendar_id, google_event_id, version, synced_version, last_update_source,
                             extract(year FROM google_updated_at), last_synced_at IS NOT NULL, updated_at > now() - interval '1 minute') FROM events
            """)).ShouldBe("""saved {"etag": 1} etag c g 2 1 app 2026 t t""");
    }

    [Fact]
    public async Task A_new_row_of_the_application_brings_no_base()
    {
        await _database.ExecuteAsync("""
            INSERT INTO events (company_id, title, all_day, start_date, end_date, google_event, google_etag, google_updated_at, last_synced_at, version, synced_version, last_update_source)
            VALUES (gen_random_uuid(), 'copied', true, '2026-01-01', '2026-01-02', '{}', 'e', now(), now(), 9, 9, 'google')
            """);

        (await _database.SingleAsync<string>("SELECT concat_ws(' ', google_event, google_etag, google_updated_at, last_synced_at, version, synced_version, last_update_source) FROM events WHERE title = 'copied'"))
            .ShouldBe("1 0 app");
    }

    [Fact]
    public async Task The_clock_can_be_set_for_a_test()
    {
        await _database.ExecuteAsync("SET calendar_sync.now = '2030-05-06 07:08:09Z'; UPDATE events SET status = 'cancelled'; RESET calendar_sync.now");

        (await _database.SingleAsync<int>("""
            SELECT count(*)::int FROM events e JOIN google_calendar_sync_queue q ON q.event_id = e.id
             WHERE '2030-05-06 07:08:09Z' = ALL (ARRAY[e.updated_at, e.deleted_at, q.changed_at, q.next_attempt_at])
            """)).ShouldBe(1);
    }

    [Fact]
    public async Task A_change_that_is_rolled_back_leaves_nothing()
    {
        await _database.ExecuteAsync("DELETE FROM google_calendar_sync_queue");
        await _database.ExecuteAsync("BEGIN; UPDATE events SET title = 'never'; ROLLBACK");

        (await _database.SingleAsync<int>("SELECT count(*)::int FROM google_calendar_sync_queue")).ShouldBe(0);
    }

    private async Task LinkAsync() => await _database.AsEngineAsync("""
        UPDATE events SET google_calendar_id = 'c', google_event_id = 'g', google_etag = 'etag', google_event = '{"etag": 1}', google_updated_at = '2026-01-01Z',
            synced_version = 1, last_synced_at = now();
        DELETE FROM google_calendar_sync_queue
        """);

    private Task<(string Action, string? Calendar, string? GoogleEvent)> WaitingAsync() =>
        _database.SingleAsync<(string, string?, string?)>("SELECT action, google_calendar_id, google_event_id FROM google_calendar_sync_queue WHERE status = 'pending'");
}
