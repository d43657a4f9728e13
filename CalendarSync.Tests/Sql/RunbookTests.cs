using System.Globalization;

using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Npgsql;

namespace CalendarSync.Tests.Sql;

/// <summary>The SQL of the runbook as it was written, in Runbook/, on data of which the true answer is known.</summary>
public sealed class RunbookTests(RunbookTests.KnownData data) : IClassFixture<RunbookTests.KnownData>
{
    [Theory]
    // Which query, and the first column (or the named one) of every row that it has to give
    [InlineData("3_2", 0, "column_name", "deleted_at", "google_calendar_id", "google_event_id", "google_updated_at", "last_synced_at", "last_update_source")]
    [InlineData("3_2", 1, "definition", "UNIQUE (google_calendar_id, google_event_id)")]
    [InlineData("3_2", 2, "table_name", "google_calendar_sync_queue", "google_calendar_webhooks")]
    [InlineData("6_2", 0, "hours", "-2:expired", "2:alive", "72:later")]
    [InlineData("7", 0, "error_message", "new", "deleted", "edited")]
    [InlineData("7", 1, "title", "other calendar", "from Google", "edited", "deleted")]
    [InlineData("7", 2, "title", "deleted", "deleted by hand")]
    [InlineData("7", 3, "google_event_id")]
    [InlineData("8", 0, "error_message", "edited", "deleted", "new")]
    [InlineData("8", 1, "error_message", "refused")]
    [InlineData("8", 2, "calendar_id", "b t google_to_app", "a f bidirectional")]
    [InlineData("9", 0, "conname", "events_google_calendar_event_unique")]
    [InlineData("9", 1, "count", "0")]
    [InlineData("9", 2, "channel_id", "alive", "later")]
    [InlineData("9", 3, "error_message", "edited", "deleted", "new")]
    [InlineData("9", 4, "is_valid", "a t", "b f")]
    [InlineData("9", 5, "status", "failed", "succeeded")]
    public async Task Every_query_runs_as_written_and_tells_the_truth(string section, int number, string column, params string[] expected)
    {
        var query = SqlScript.Split(Repository.ReadText($"CalendarSync.Tests/Sql/Runbook/section_{section}.sql"))[number].Text;
        string[]? first = null;
        // The superuser, and the owner that row level security is forced on, and the service: all of them operators.
        foreach (var (login, role) in (IEnumerable<(string?, string?)>)[(null, null), (data.Owner, null), (data.Owner, "calendar_sync_service")])
        {
            await using var session = await data.Database.OpenAsync(login, role);
            string[] rows = [.. (await ReadAsync(session, query)).Select(row => Shown(row, column))];
            first ??= rows;
            rows.ShouldBe(first, $"seen by {login ?? "the superuser"} {role}");
        }

        var unordered = !query.Contains("ORDER BY", StringComparison.Ordinal);
        (unordered ? [.. first!.Order(StringComparer.Ordinal)] : first!).ShouldBe(expected);
    }

    [Fact]
    public void Every_query_of_the_runbook_has_its_answer_here()
    {
        var queries = Repository.Files("CalendarSync.Tests/Sql/Runbook", "*.sql").Sum(file => SqlScript.Split(Repository.ReadText(file)).Count);
        queries.ShouldBe(typeof(RunbookTests).GetMethod(nameof(Every_query_runs_as_written_and_tells_the_truth))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Length);
    }

    [Fact]
    public async Task Duplicates_and_links_without_a_calendar_are_found_where_they_can_be()
    {
        // Only an older integration has them: before the migration.
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync("""
            CREATE TABLE events (id uuid DEFAULT gen_random_uuid(), google_calendar_id text, google_event_id text);
            INSERT INTO events (google_calendar_id, google_event_id) VALUES ('c', 'g'), ('c', 'g'), ('c', 'h'), (NULL, 'i')
            """);

        (await database.QueryAsync<(string, string, int)>(SqlScript.Split(Repository.ReadText("CalendarSync.Tests/Sql/Runbook/section_7.sql"))[3].Text)).ShouldBe([("c", "g", 2)]);
        (await database.SingleAsync<int>(SqlScript.Split(Repository.ReadText("CalendarSync.Tests/Sql/Runbook/section_9.sql"))[1].Text)).ShouldBe(1);
    }

    // As text, as psql shows it: the catalog has types that no client knows.
    private static async Task<List<Dictionary<string, string>>> ReadAsync(NpgsqlConnection session, string query)
    {
        await using var command = new NpgsqlCommand(query, session) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, string>>();
        while (await reader.ReadAsync())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount)
                .ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? "null" : reader.GetString(i), StringComparer.Ordinal));
        }

        return rows;
    }

    private static string Shown(Dictionary<string, string> row, string column) => column switch
    {
        "hours" => $"{Math.Round(decimal.Parse(row["hours_until_expiration"], CultureInfo.InvariantCulture))}:{row["channel_id"]}",
        "calendar_id" => $"{row["calendar_id"]} {row["has_sync_token"]} {row["sync_direction"]}",
        "is_valid" => $"{row["id"][7]} {row["is_valid"]}",
        _ => row[column],
    };

    public sealed class KnownData : IAsyncLifetime
    {
        internal TestDatabase Database { get; private set; } = null!;

        internal string Owner { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Database = await TestDatabase.CreateEmptyAsync();
            Owner = await Database.CreateRoleAsync("LOGIN CREATEROLE");
            await Database.ExecuteAsync($"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO {Owner}', current_database()); END $$");
            await Migrator.MigrateAsync(Database.As(Owner), CancellationToken.None);
            await Database.AsEngineAsync("""
                INSERT INTO google_calendar_connections (id, company_id, user_id, calendar_id, enabled, sync_direction, sync_token, expires_at, created_at) VALUES
                    ('0000000a-0000-0000-0000-000000000000', gen_random_uuid(), gen_random_uuid(), 'a', true, 'bidirectional', NULL, now() + interval '1 hour', now() - interval '2 days'),
                    ('0000000b-0000-0000-0000-000000000000', gen_random_uuid(), gen_random_uuid(), 'b', true, 'google_to_app', 't', now() - interval '1 hour', now()),
                    ('0000000c-0000-0000-0000-000000000000', gen_random_uuid(), gen_random_uuid(), 'c', false, 'bidirectional', 't', now() + interval '1 hour', now());
                INSERT INTO google_calendar_webhooks (company_id, connection_id, calendar_id, channel_id, resource_id, expiration_timestamp, enabled, token_hash)
                SELECT gen_random_uuid(), '0000000a-0000-0000-0000-000000000000', 'a', channel, 'r', (extract(epoch FROM now()) + seconds)::bigint * 1000, enabled, '\x00'
                  FROM (VALUES ('alive', 7200, true), ('later', 259200, true), ('expired', -7200, true), ('stopped', 7200, false)) v (channel, seconds, enabled);
                INSERT INTO events (company_id, title, start_at, end_at, google_calendar_id, google_event_id, last_synced_at, status, deleted_at) VALUES
                    (gen_random_uuid(), 'from Google', now(), now(), 'a', 'g1', now() - interval '2 minutes', 'confirmed', NULL),
                    (gen_random_uuid(), 'other calendar', now(), now(), 'b', 'g1', now() - interval '1 minute', 'confirmed', NULL),
                    (gen_random_uuid(), 'edited', now(), now(), 'a', 'g2', now() - interval '3 minutes', 'confirmed', NULL),
                    (gen_random_uuid(), 'deleted', now(), now(), 'a', 'g3', now() - interval '4 minutes', 'confirmed', NULL),
                    (gen_random_uuid(), 'deleted by hand', now(), now(), NULL, NULL, NULL, 'cancelled', now() - interval '1 day');
                INSERT INTO google_calendar_timer_runs (function_name, status, started_at, ended_at) VALUES
                    ('google-calendar-webhook-renewal', 'succeeded', now() - interval '2 days', now() - interval '2 days'),
                    ('google-calendar-webhook-renewal', 'failed', now() - interval '1 day', now() - interval '1 day'),
                    ('google-calendar-queue-cleanup', 'succeeded', now(), now());
                INSERT INTO google_calendar_sync_queue (company_id, event_id, action, status, completed_at, error_message) VALUES
                    (gen_random_uuid(), gen_random_uuid(), 'update', 'failed', NULL, 'refused'), (gen_random_uuid(), gen_random_uuid(), 'update', 'completed', now(), 'old')
                """);
            foreach (var (sql, message) in (IEnumerable<(string, string)>)[
                ("UPDATE events SET title = title WHERE title = 'edited'", "edited"),
                ("UPDATE events SET deleted_at = now() WHERE title = 'deleted'", "deleted"),
                ("INSERT INTO events (company_id, title, start_at, end_at) VALUES (gen_random_uuid(), 'new', now(), now())", "new")])
            {
                await Database.ExecuteAsync(sql);
                await Database.ExecuteAsync("UPDATE google_calendar_sync_queue SET error_message = @message WHERE status = 'pending' AND error_message IS NULL", new { message });
            }
        }

        public async Task DisposeAsync() => await Database.DisposeAsync();
    }
}
