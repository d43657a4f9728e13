using Npgsql;

namespace CalendarSync.Tests.Sql;

/// <summary>What can not be stored, whoever writes it.</summary>
public sealed class ConstraintTests(SharedDatabase shared) : IClassFixture<SharedDatabase>
{
    private const string Timed = "INSERT INTO events (company_id, start_at, end_at";
    private const string Values = "VALUES (gen_random_uuid(), '2026-01-01 10:00Z', '2026-01-01 11:00Z'";

    [Theory]
    [InlineData("INSERT INTO events (company_id) VALUES (gen_random_uuid())", "events_times_check")]
    [InlineData("INSERT INTO events (company_id, start_at, end_at) VALUES (gen_random_uuid(), '2026-01-02', '2026-01-01')", "events_times_check")]
    [InlineData("INSERT INTO events (company_id, start_at) VALUES (gen_random_uuid(), '2026-01-02')", "events_times_check")]
    [InlineData("INSERT INTO events (company_id, all_day, start_date, end_date) VALUES (gen_random_uuid(), true, '2026-01-01', '2026-01-01')", "events_times_check")]
    [InlineData("INSERT INTO events (company_id, all_day, start_at, end_at) VALUES (gen_random_uuid(), true, '2026-01-01', '2026-01-02')", "events_times_check")]
    [InlineData(Timed + ", status) " + Values + ", 'busy')", "events_status_check")]
    [InlineData(Timed + ", color) " + Values + ", 'red')", "events_color_check")]
    [InlineData(Timed + ", google_event_id) " + Values + ", 'g')", "events_link_check")]
    [InlineData(Timed + ", google_calendar_id, google_event_id) SELECT gen_random_uuid(), now(), now(), 'c', 'g' FROM generate_series(1, 2)", "events_google_calendar_event_unique")]
    [InlineData("SET calendar_sync.source = 'google'; " + Timed + ", last_update_source) " + Values + ", 'fax')", "events_last_update_source_check")]
    [InlineData("SET calendar_sync.source = 'google'; " + Timed + ", deleted_at) " + Values + ", now())", "events_cancelled_check")]
    [InlineData("SET calendar_sync.source = 'google'; " + Timed + ", synced_version) " + Values + ", 2)", "events_synced_version_check")]
    [InlineData("INSERT INTO google_calendar_sync_queue (company_id, event_id, action) SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'create' FROM generate_series(1, 2)", "google_calendar_sync_queue_one_pending")]
    [InlineData("INSERT INTO google_calendar_sync_queue (company_id, event_id, action, status) VALUES (gen_random_uuid(), gen_random_uuid(), 'create', 'processing')", "google_calendar_sync_queue_lease_check")]
    [InlineData("INSERT INTO google_calendar_sync_queue (company_id, event_id, action, status) VALUES (gen_random_uuid(), gen_random_uuid(), 'create', 'completed')", "google_calendar_sync_queue_completed_check")]
    [InlineData("INSERT INTO google_calendar_sync_queue (company_id, event_id, action) VALUES (gen_random_uuid(), gen_random_uuid(), 'erase')", "google_calendar_sync_queue_action_check")]
    [InlineData("INSERT INTO google_calendar_connections (company_id, user_id, calendar_id) SELECT gen_random_uuid(), gen_random_uuid(), 'c' FROM generate_series(1, 2)", "google_calendar_connections_calendar_unique")]
    [InlineData("INSERT INTO google_calendar_timer_runs (function_name, status) VALUES ('f', 'failed')", "google_calendar_timer_runs_ended_check")]
    public async Task Nonsense_is_refused(string sql, string constraint)
    {
        var database = await shared.EmptyAsync();

        var e = await Should.ThrowAsync<PostgresException>(() => database.ExecuteAsync(sql));

        e.ConstraintName.ShouldBe(constraint);
    }

    [Theory]
    [InlineData(Timed + ") " + Values + ")")]
    [InlineData("INSERT INTO events (company_id, start_at, end_at) VALUES (gen_random_uuid(), '2026-01-01', '2026-01-01')")]
    [InlineData("INSERT INTO events (company_id, all_day, start_date, end_date) VALUES (gen_random_uuid(), true, '2026-01-01', '2026-01-02')")]
    [InlineData("INSERT INTO events (company_id, series_id, recurring_event_id, original_start_at, status) VALUES (gen_random_uuid(), gen_random_uuid(), 'r', now(), 'cancelled')")]
    public async Task Sense_is_stored(string sql)
    {
        var database = await shared.EmptyAsync();

        (await database.ExecuteAsync(sql)).ShouldBe(1);
    }
}
