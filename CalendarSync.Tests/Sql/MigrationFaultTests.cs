using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Dapper;

namespace CalendarSync.Tests.Sql;

/// <summary>A database that cannot be used is left as it is, and the message says all that is wrong and how to find it.</summary>
public sealed class MigrationFaultTests
{
    private const string Good = "CREATE TABLE events (id uuid PRIMARY KEY, company_id uuid, title text, google_calendar_id text, google_event_id text);";

    [Theory]
    [InlineData("CREATE TABLE events (id bigint PRIMARY KEY, start_at timestamp, recurrence text, version integer)",
        "events.id is bigint, expected uuid", "events.start_at is timestamp without time zone, expected timestamptz",
        "events.recurrence is text, expected text[]", "events.version is integer, expected bigint")]
    [InlineData("CREATE TABLE events (uid uuid PRIMARY KEY)", "the table events has no column id")]
    [InlineData("CREATE TABLE events (id uuid, company_id uuid)", "events.id is not unique")]
    [InlineData("CREATE VIEW events AS SELECT gen_random_uuid() AS id", "events is not an ordinary table")]
    [InlineData(Good + "ALTER TABLE events ADD status text, ADD color text; INSERT INTO events (id, status, color) VALUES (gen_random_uuid(), 'secret-9', 'red')",
        "events.status holds values other than confirmed, tentative and cancelled", "events.color holds values other than #rrggbb")]
    [InlineData(Good + "INSERT INTO events SELECT gen_random_uuid(), gen_random_uuid(), 'secret-1', 'secret-2', 'secret-3' FROM generate_series(1, 2)",
        "several rows of events hold the same Google event", "GROUP BY 1, 2 HAVING count(*) > 1")]
    [InlineData(Good + "ALTER TABLE events ADD CONSTRAINT events_google_calendar_event_unique UNIQUE (google_event_id)",
        "events_google_calendar_event_unique of events is UNIQUE (google_event_id), expected UNIQUE (google_calendar_id, google_event_id)")]
    [InlineData("CREATE TABLE companies (id bigint); CREATE TABLE company_users (company_id uuid, member text)",
        "companies.id is bigint, expected uuid", "the table company_users has no column user_id")]
    [InlineData("CREATE TABLE google_calendar_connections (id uuid, access_token text)",
        "the table google_calendar_connections has no column grant_id", "come from another integration")]
    public async Task Faults_are_told_all_at_once(string given, params string[] faults)
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync(given);
        var before = await CatalogAsync(database);

        var e = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None));

        faults.ShouldAllBe(fault => e.Message.Contains(fault, StringComparison.Ordinal), e.Message);
        e.Message.ShouldStartWith("000_events.sql, line ");
        e.Message.ShouldContain("Nothing has been changed.");
        e.Message.ShouldNotContain("secret-");
        (await CatalogAsync(database)).ShouldBe(before);
    }

    [Fact]
    public async Task The_query_of_the_message_finds_the_duplicates()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync(Good + "INSERT INTO events SELECT gen_random_uuid(), gen_random_uuid(), 't', 'c', 'g' FROM generate_series(1, 2)");
        var e = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None));

        var query = e.Message[e.Message.IndexOf("SELECT", StringComparison.Ordinal)..].Split('\n', 2)[0].Replace("(SQLSTATE P0001)", "", StringComparison.Ordinal);
        var (calendar, google, count, ids) = await database.SingleAsync<(string, string, int, Guid[])>(query);

        (calendar, google, count, ids.Length).ShouldBe(("c", "g", 2, 2));
        await database.ExecuteAsync("DELETE FROM events WHERE id = @id", new { id = ids[1] });
        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);
    }

    [Fact]
    public async Task The_triggers_are_not_installed_on_a_table_that_was_refused()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync("CREATE TABLE events (id bigint PRIMARY KEY)");

        // As psql does without ON_ERROR_STOP: the next files run although the first one failed.
        foreach (var script in Migrator.Scripts)
        {
            await using var session = await database.OpenAsync();
            try
            {
                await session.ExecuteAsync(Repository.ReadText(script));
            }
            catch (Npgsql.PostgresException)
            {
                // The next one, please.
            }
        }

        (await database.SingleAsync<int>("SELECT count(*)::int FROM pg_trigger WHERE tgrelid = 'events'::regclass")).ShouldBe(0);
    }

    [Fact]
    public async Task Someone_who_holds_the_table_is_not_waited_for_forever()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var other = await database.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await other.ExecuteAsync("LOCK TABLE events IN ACCESS SHARE MODE");

        var options = new MigrationOptions { LockTimeout = TimeSpan.FromMilliseconds(50) };
        var e = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database.ConnectionString, options, CancellationToken.None));

        e.Message.ShouldContain("in use by other transactions");
    }

    [Fact]
    public async Task The_owner_of_events_migrates_or_nobody_does()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var stranger = await database.CreateRoleAsync("LOGIN CREATEROLE");
        await database.ExecuteAsync($"{Good} GRANT ALL ON SCHEMA public TO {stranger}");

        var e = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database.As(stranger), CancellationToken.None));

        e.Message.ShouldContain("events belongs to postgres: migrate as that role, or as a superuser");
    }

    private static Task<string> CatalogAsync(TestDatabase database) => database.SingleAsync<string>("""
        SELECT coalesce(string_agg(format('%s %s %s', c.relname, a.attname, a.atttypid::regtype), ', ' ORDER BY c.relname, a.attnum), '')
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
        """);
}
