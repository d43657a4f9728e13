using CalendarSync.Tests.Support;

using Dapper;

namespace CalendarSync.Tests.Sql;

/// <summary>Check 17 of docs/security.md: what the policies add is worked out once, and found by an index.</summary>
public sealed class PolicyPlanTests(PolicyPlanTests.LargeTables tables) : IClassFixture<PolicyPlanTests.LargeTables>
{
    [Theory]
    [InlineData("SELECT * FROM events", "idx_events_user")]
    [InlineData("SELECT * FROM events WHERE start_at > now() ORDER BY start_at LIMIT 20", "idx_events_")]
    [InlineData("UPDATE events SET title = 'x'", "idx_events_user")]
    [InlineData("SELECT * FROM google_calendar_sync_queue WHERE status = 'pending'", "idx_google_calendar_sync_queue_due")]
    public async Task An_end_user_of_a_table_of_100_000_rows_reads_through_an_index(string query, string index)
    {
        await using var session = await tables.Database.OpenAsync(role: "authenticated", user: tables.User);

        var plan = string.Join('\n', await session.QueryAsync<string>($"EXPLAIN (COSTS OFF) {query}"));

        plan.ShouldContain(index);
        plan.ShouldNotContain("Seq Scan");
        plan.ShouldContain("InitPlan");
        // Not once per row: the functions stand in no filter.
        plan.Split('\n').Where(line => line.Contains("Filter", StringComparison.Ordinal))
            .ShouldAllBe(line => !line.Contains("uid()", StringComparison.Ordinal) && !line.Contains("my_companies", StringComparison.Ordinal));
    }

    public sealed class LargeTables : IAsyncLifetime
    {
        internal TestDatabase Database { get; private set; } = null!;

        internal Guid User { get; private set; }

        public async Task InitializeAsync()
        {
            Database = await TestDatabase.CreateAsync();
            await Database.AsEngineAsync("""
                INSERT INTO company_users (company_id, user_id, role) SELECT md5('c' || n % 100)::uuid, md5('u' || n)::uuid, 'member' FROM generate_series(1, 1000) n;
                INSERT INTO events (company_id, user_id, title, start_at, end_at)
                SELECT company_id, user_id, 't', now(), now() FROM company_users, generate_series(1, 100);
                INSERT INTO google_calendar_sync_queue (company_id, event_id, action) SELECT company_id, id, 'create' FROM events
                """);
            await Database.ExecuteAsync("ANALYZE events, google_calendar_sync_queue, company_users");
            User = await Database.SingleAsync<Guid>("SELECT md5('u1')::uuid");
        }

        public async Task DisposeAsync() => await Database.DisposeAsync();
    }
}
