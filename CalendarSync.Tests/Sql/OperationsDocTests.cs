using System.Text.RegularExpressions;

using CalendarSync.Core.Configuration;
using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Sql;

/// <summary>The SQL of docs/operations.md, taken from the page, on a healthy database and on one that has every trouble.</summary>
public sealed partial class OperationsDocTests(OperationsDocTests.Healthy healthy, OperationsDocTests.Sick sick)
    : IClassFixture<OperationsDocTests.Healthy>, IClassFixture<OperationsDocTests.Sick>
{
    private const string Page = "docs/operations.md";
    private const string Troubleshooting = "## 6. Troubleshooting";

    public static TheoryData<int> Blocks()
    {
        var data = new TheoryData<int>();
        foreach (var (line, _, _) in Read())
        {
            data.Add(line);
        }

        return data;
    }

    public static TheoryData<int> Diagnoses()
    {
        var data = new TheoryData<int>();
        foreach (var (line, section, sql) in Read())
        {
            if (section == Troubleshooting && sql.StartsWith("SELECT", StringComparison.Ordinal))
            {
                data.Add(line);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task A_block_runs_as_the_owner_and_shows_what_the_superuser_sees(int line)
    {
        var sql = Read().Single(b => b.Line == line).Sql;
        (await CountAsync(sick, sql, sick.Owner)).ShouldBe(await CountAsync(sick, sql, null));
    }

    [Theory]
    [MemberData(nameof(Diagnoses))]
    public async Task A_diagnosis_finds_the_trouble_and_nothing_where_there_is_none(int line)
    {
        var sql = Read().Single(b => b.Line == line).Sql;

        (await CountAsync(sick, sql, sick.Owner)).ShouldBeGreaterThan(0, "on the sick database");
        (await CountAsync(healthy, sql, healthy.Owner)).ShouldBe(0, "on the healthy database");
    }

    [Fact]
    public async Task The_remedies_mend()
    {
        await using var session = await sick.Database.OpenAsync(sick.Owner);
        await using var transaction = await session.BeginTransactionAsync();
        foreach (var (_, _, sql) in Read().Where(b => b.Section == Troubleshooting && b.Sql.StartsWith("UPDATE", StringComparison.Ordinal)))
        {
            (await session.ExecuteAsync(sql)).ShouldBeGreaterThan(0, sql);
        }

        (await session.QuerySingleAsync<int>("SELECT count(*)::int FROM google_calendar_sync_queue WHERE status = 'failed'")).ShouldBe(0);
        (await session.QuerySingleAsync<int>("SELECT count(*)::int FROM events WHERE google_event_id IS NOT NULL AND google_calendar_id IS NULL")).ShouldBe(0);
    }

    [Fact]
    public async Task The_address_s_ending_makes_the_functions_the_service()
    {
        var ending = EndOfAddress().Match(Repository.ReadText(Page)).Groups["ending"].Value;
        var settings = new NpgsqlConnectionStringBuilder(DatabaseUrl.TryToConnectionString($"postgresql://login@host/database{ending}"));
        await using var session = await healthy.Database.OpenAsync(healthy.Owner, settings.Options!.Split('=')[1]);

        settings.Options.ShouldStartWith("-c role=");
        (await session.QuerySingleAsync<string>("SELECT current_user")).ShouldBe("calendar_sync_service");
    }

    private static async Task<int> CountAsync(Patient patient, string sql, string? login)
    {
        await using var session = await patient.Database.OpenAsync(login);
        await using var transaction = await session.BeginTransactionAsync();
        var rows = 0;
        foreach (var statement in SqlScript.Split(sql))
        {
            await using var command = new NpgsqlCommand(statement.Text, session) { AllResultTypesAreUnknown = true };
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows++;
            }
        }

        return rows;
    }

    private static IEnumerable<(int Line, string Section, string Sql)> Read()
    {
        var page = Repository.ReadText(Page);
        foreach (Match block in SqlBlock().Matches(page))
        {
            var before = page[..block.Index];
            var indent = block.Groups["indent"].Length;
            var sql = string.Join('\n', block.Groups["sql"].Value.Split('\n').Select(l => l.Length >= indent ? l[indent..] : l));
            yield return (before.Count(c => c == '\n') + 1, before.Split('\n').Last(l => l.StartsWith("## ", StringComparison.Ordinal)), sql.Trim());
        }
    }

    [GeneratedRegex(@"^(?<indent> *)```sql\n(?<sql>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SqlBlock();

    [GeneratedRegex(@"`(?<ending>\?options=[^`]*)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EndOfAddress();

    /// <summary>A database whose owner is no superuser, with one connected calendar that is in step.</summary>
    public abstract class Patient : IAsyncLifetime
    {
        internal TestDatabase Database { get; private set; } = null!;

        internal string Owner { get; private set; } = null!;

        public virtual async Task InitializeAsync()
        {
            Database = await TestDatabase.CreateEmptyAsync();
            Owner = await Database.CreateRoleAsync("LOGIN CREATEROLE");
            await Database.ExecuteAsync($"""
                DO $$
                BEGIN
                    EXECUTE format('ALTER DATABASE %I OWNER TO {Owner}', current_database());
                    CREATE ROLE app_login; CREATE ROLE new_login; CREATE ROLE functions_login;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN
                    EXECUTE format('ALTER DATABASE %I OWNER TO {Owner}', current_database());
                END $$
                """);
            await Database.ExecuteAsync($"""
                SET ROLE {Owner};
                CREATE TABLE events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), company_id uuid, title text, google_calendar_id text, google_event_id text,
                                     start_at timestamptz, end_at timestamptz);
                GRANT SELECT, INSERT, UPDATE, DELETE ON events TO app_login;
                """);
            await BeforeMigrationAsync();
            await Migrator.MigrateAsync(Database.As(Owner), CancellationToken.None);
            await Database.AsEngineAsync("""
                INSERT INTO google_calendar_grants (id, company_id, user_id, account) VALUES (md5('a')::uuid, md5('a')::uuid, md5('u')::uuid, 'a');
                INSERT INTO google_calendar_connections (id, company_id, user_id, grant_id, calendar_id, last_pull_at)
                VALUES (md5('a')::uuid, md5('a')::uuid, md5('u')::uuid, md5('a')::uuid, 'a', now());
                INSERT INTO google_calendar_webhooks (company_id, connection_id, calendar_id, channel_id, expiration_timestamp, token_hash)
                VALUES (md5('a')::uuid, md5('a')::uuid, 'a', 'alive', (extract(epoch FROM now()) + 3600)::bigint * 1000, '');
                INSERT INTO events (company_id, title, start_at, end_at, google_calendar_id, google_event_id, version, synced_version)
                VALUES (md5('a')::uuid, 'in step', now(), now(), 'a', 'g', 1, 1);
                INSERT INTO google_calendar_sync_queue (company_id, event_id, action, status, completed_at) VALUES (md5('a')::uuid, gen_random_uuid(), 'update', 'completed', now());
                INSERT INTO google_calendar_timer_runs (function_name, status, started_at, ended_at)
                SELECT f, 'succeeded', now(), now()
                  FROM unnest('{sync-processor,sync-incremental,queue-cleanup,webhook-renewal,webhook-cleanup,daily-sync}'::text[]) n, concat('google-calendar-', n) f;
                INSERT INTO google_calendar_sync_journal (run_id, company_id, event_id, direction, decision, reason)
                SELECT gen_random_uuid(), company_id, id, 'google_to_app', 'created', 'new' FROM events
                """);
        }

        public async Task DisposeAsync() => await Database.DisposeAsync();

        protected virtual Task BeforeMigrationAsync() => Task.CompletedTask;
    }

    public sealed class Healthy : Patient;

    public sealed class Sick : Patient
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await Database.AsEngineAsync("""
                INSERT INTO google_calendar_sync_queue (company_id, event_id, action, status, created_at, lease_token, lease_until) VALUES
                    (md5('b')::uuid, gen_random_uuid(), 'create', 'pending', now() - interval '1 hour', NULL, NULL),
                    (md5('b')::uuid, gen_random_uuid(), 'create', 'failed', now(), NULL, NULL),
                    (md5('b')::uuid, gen_random_uuid(), 'create', 'processing', now(), gen_random_uuid(), now() - interval '1 hour');
                UPDATE google_calendar_connections SET last_pull_at = now() - interval '1 day', failed_passes = 5;
                UPDATE google_calendar_webhooks SET expiration_timestamp = 1;
                INSERT INTO google_calendar_set_aside (connection_id, google_event_id, reason, item) VALUES (md5('a')::uuid, 's', 'no start', '{}');
                INSERT INTO google_calendar_conflicts (company_id, connection_id, kind, status) VALUES (md5('a')::uuid, md5('a')::uuid, 'sweep', 'open'), (md5('a')::uuid, NULL, 'fields', 'open');
                INSERT INTO google_calendar_grants (company_id, user_id, account, status, paused_until) VALUES (md5('a')::uuid, md5('u')::uuid, 'b', 'needs_reauth', now() + interval '1 hour');
                UPDATE google_calendar_timer_runs SET started_at = now() - interval '2 hours';
                INSERT INTO google_calendar_notifications (kind, payload, status, error_message) VALUES ('event_created', '{}', 'failed', 'chat_not_found');
                ALTER TABLE events DROP CONSTRAINT events_google_calendar_event_unique;
                GRANT SELECT ON events TO new_login
                """);
        }

        // A row of an earlier integration.
        protected override Task BeforeMigrationAsync() => Database.ExecuteAsync(
            "INSERT INTO events (company_id, title, google_event_id, start_at, end_at) VALUES (md5('a')::uuid, 'no calendar', 'h', now(), now())");
    }
}
