using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Dapper;

namespace CalendarSync.Tests.Sql;

/// <summary>Given an application that has tables already, when it migrates, then it has lost nothing and goes on working.</summary>
public sealed class ExistingTablesTests
{
    private const string Plain = """
        CREATE TABLE events (id uuid PRIMARY KEY, company_id uuid NOT NULL, user_id uuid, title varchar(200), start_at timestamptz(3), end_at timestamptz,
                             room text NOT NULL DEFAULT 'none', updated_at timestamptz NOT NULL DEFAULT '2020-01-01');
        INSERT INTO events (id, company_id, title, start_at, end_at, room)
        SELECT gen_random_uuid(), gen_random_uuid(), 'event ' || n, '2026-01-01 10:00Z', '2026-01-01 11:00Z', 'room ' || n FROM generate_series(1, 3) n;
        CREATE TABLE before_migration AS TABLE events;
        """;

    [Fact]
    public async Task Columns_are_added_and_every_row_and_column_stays_as_it_was()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync(Plain);
        const string shape = """
            SELECT string_agg(format('%s %s %s %s', column_name, data_type, is_nullable, column_default), ', ' ORDER BY ordinal_position)
              FROM information_schema.columns WHERE table_name = 'events' AND column_name = ANY (@names)
            """;
        var names = await database.QueryAsync<string>("SELECT column_name FROM information_schema.columns WHERE table_name = 'events' ORDER BY ordinal_position");
        var before = await database.SingleAsync<string>(shape, new { names });

        await MigrateTwiceAsync(database);

        (await database.SingleAsync<string>(shape, new { names })).ShouldBe(before);
        (await database.SingleAsync<int>($"SELECT count(*)::int FROM (SELECT {string.Join(", ", names)} FROM events EXCEPT TABLE before_migration) x")).ShouldBe(0);
        (await database.SingleAsync<int>("SELECT count(*)::int FROM events")).ShouldBe(3);
        (await database.SingleAsync<int>("SELECT count(*)::int FROM pg_constraint WHERE conrelid = 'events'::regclass AND NOT convalidated")).ShouldBe(0);
    }

    [Fact]
    public async Task Rows_without_a_link_are_queued_once_and_linked_or_dead_ones_are_not()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync(Plain + """
            ALTER TABLE events ADD google_calendar_id text, ADD google_event_id text, ADD deleted_at timestamptz;
            UPDATE events SET google_calendar_id = 'c', google_event_id = 'g' WHERE title = 'event 1';
            UPDATE events SET deleted_at = '2026-01-02' WHERE title = 'event 2';
            """);

        await MigrateTwiceAsync(database);

        (await database.QueryAsync<(string, string)>("SELECT e.title, q.action FROM google_calendar_sync_queue q JOIN events e ON e.id = q.event_id"))
            .ShouldBe([("event 3", "create")]);
        (await database.SingleAsync<string>("SELECT status FROM events WHERE title = 'event 2'")).ShouldBe("cancelled");
        (await database.SingleAsync<DateTime>("SELECT max(updated_at) FROM events")).Year.ShouldBe(2020);
    }

    [Fact]
    public async Task Cancelled_rows_of_a_table_without_deleted_at_are_deleted_rows()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync(Plain + """
            ALTER TABLE events ADD status text;
            UPDATE events SET status = CASE title WHEN 'event 1' THEN 'cancelled' WHEN 'event 2' THEN 'tentative' END;
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at = now(); RETURN NEW; END';
            CREATE TRIGGER touch BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch();
            """);

        await MigrateTwiceAsync(database);

        (await database.QueryAsync<string>("SELECT title FROM events WHERE deleted_at IS NOT NULL")).ShouldBe(["event 1"]);
        (await database.SingleAsync<DateTime>("SELECT max(updated_at) FROM events")).Year.ShouldBe(2020, "the application's own trigger was woken");
        (await database.SingleAsync<int>("SELECT count(*)::int FROM google_calendar_sync_queue")).ShouldBe(2);
        await database.ExecuteAsync("UPDATE events SET title = 'still dead' WHERE title = 'event 1'");
        (await database.SingleAsync<string>("SELECT status FROM events WHERE title = 'still dead'")).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Rows_that_break_an_invariant_stay_and_are_reported()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync(Plain + """
            UPDATE events SET end_at = NULL WHERE title = 'event 1';
            ALTER TABLE events ADD google_event_id text, ADD organizer text NOT NULL DEFAULT 'x';
            ALTER TABLE events ALTER organizer DROP DEFAULT;
            UPDATE events SET google_event_id = 'g' WHERE title = 'event 2';
            ALTER TABLE events ALTER title SET NOT NULL;
            """);
        var warnings = new List<string>();

        await Migrator.MigrateAsync(database.ConnectionString, new MigrationOptions { OnWarning = warnings.Add }, CancellationToken.None);

        string[] expected = ["organizer may not be null", "title may not be null", "title holds at most 200", "events_times_check", "no google_calendar_id"];
        expected.ShouldAllBe(text => warnings.Any(w => w.Contains(text, StringComparison.Ordinal)));
        warnings.Count.ShouldBe(expected.Length, string.Join(Environment.NewLine, warnings));
        await database.ExecuteAsync("UPDATE events SET title = 'edited' WHERE title = 'event 2'");
        await Should.ThrowAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("UPDATE events SET title = 'edited' WHERE title = 'event 1'"));

        // The runbook's manual repair, after which the next migration binds what it could not bind.
        await database.ExecuteAsync("""
            UPDATE events SET google_calendar_id = 'c' WHERE google_event_id IS NOT NULL;
            UPDATE events SET end_at = start_at WHERE end_at IS NULL
            """);
        warnings.Clear();
        await Migrator.MigrateAsync(database.ConnectionString, new MigrationOptions { OnWarning = warnings.Add }, CancellationToken.None);
        warnings.ShouldNotContain(w => w.Contains("check", StringComparison.Ordinal) || w.Contains("google_calendar_id", StringComparison.Ordinal));
        (await database.SingleAsync<int>("SELECT count(*)::int FROM pg_constraint WHERE conrelid = 'events'::regclass AND NOT convalidated")).ShouldBe(0);
    }

    [Fact]
    public async Task An_event_without_a_company_waits_for_one()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync("CREATE TABLE events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text); INSERT INTO events (title) VALUES ('old')");
        await MigrateTwiceAsync(database);

        await database.ExecuteAsync("INSERT INTO events (title, all_day, start_date, end_date) VALUES ('new', true, '2026-01-01', '2026-01-02')");
        (await database.SingleAsync<int>("SELECT count(*)::int FROM google_calendar_sync_queue")).ShouldBe(0);

        await database.ExecuteAsync("UPDATE events SET company_id = gen_random_uuid() WHERE title = 'new'");
        (await database.SingleAsync<string>("SELECT action FROM google_calendar_sync_queue")).ShouldBe("create");
    }

    [Fact]
    public async Task The_application_s_own_companies_and_members_keep_their_columns_rights_and_rules()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var app = await database.CreateRoleAsync();
        await database.ExecuteAsync($"""
            CREATE TABLE companies (id uuid PRIMARY KEY, vat_number text NOT NULL);
            CREATE TYPE member_role AS ENUM ('owner', 'admin', 'member');
            CREATE TABLE company_users (id bigint GENERATED ALWAYS AS IDENTITY, company_id uuid, user_id uuid, role member_role);
            INSERT INTO companies VALUES (gen_random_uuid(), 'FR1');
            GRANT SELECT, INSERT ON companies, company_users TO {app};
            """);

        await MigrateTwiceAsync(database);

        await using var session = await database.OpenAsync(login: app);
        (await session.QuerySingleAsync<string>("SELECT vat_number FROM companies")).ShouldBe("FR1");
        await session.ExecuteAsync("INSERT INTO company_users (company_id, user_id, role) VALUES (gen_random_uuid(), gen_random_uuid(), 'owner')");
        (await database.QueryAsync<string>("SELECT relname FROM pg_class WHERE relname IN ('companies', 'company_users') AND relrowsecurity")).ShouldBeEmpty();
        await using var service = await database.OpenAsync(role: "calendar_sync_service");
        (await service.QuerySingleAsync<int>("SELECT count(*)::int FROM company_users")).ShouldBe(1);
    }

    [Fact]
    public async Task A_unique_index_of_the_constraint_s_name_becomes_the_constraint()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync(Plain + """
            ALTER TABLE events ADD google_calendar_id text, ADD google_event_id text;
            CREATE UNIQUE INDEX events_google_calendar_event_unique ON events (google_calendar_id, google_event_id);
            """);

        await MigrateTwiceAsync(database);

        (await database.SingleAsync<string>("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'events_google_calendar_event_unique'"))
            .ShouldBe("UNIQUE (google_calendar_id, google_event_id)");
    }

    private static async Task MigrateTwiceAsync(TestDatabase database)
    {
        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);
        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);
    }
}
