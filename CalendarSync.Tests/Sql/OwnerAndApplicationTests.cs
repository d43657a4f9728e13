using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Sql;

/// <summary>Given an application that connects as the owner, or as a role of its own, when it migrates, then nothing is hidden from it.</summary>
public sealed class OwnerAndApplicationTests
{
    private const string Events = """
        CREATE TABLE events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), company_id uuid NOT NULL, title text, start_at timestamptz, end_at timestamptz);
        INSERT INTO events (company_id, title, start_at, end_at) VALUES (gen_random_uuid(), 'old', now(), now());
        """;

    private const string NewEvent = "INSERT INTO events (company_id, title, start_at, end_at) VALUES (gen_random_uuid(), 'new', now(), now())";

    [Fact]
    public async Task An_owner_who_may_create_roles_migrates_twice_and_goes_on_working()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var owner = await MakeOwnerAsync(database);
        await using (var first = await database.OpenAsync(login: owner))
        {
            await first.ExecuteAsync(Events);
        }

        await Migrator.MigrateAsync(database.As(owner), CancellationToken.None);
        await Migrator.MigrateAsync(database.As(owner), CancellationToken.None);

        await using var session = await database.OpenAsync(login: owner);
        (await session.ExecuteAsync($"{NewEvent}; UPDATE events SET title = title || '!'; DELETE FROM events WHERE title = 'old!'")).ShouldBe(4);
        (await session.QueryAsync<string>("SELECT action FROM google_calendar_sync_queue ORDER BY id")).ShouldBe(["delete", "create"]);
        (await session.QuerySingleAsync<int>("SELECT cleanup_google_calendar_sync_queue()")).ShouldBe(0);
        (await database.QueryAsync<string>("SELECT DISTINCT proowner::regrole::text FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"))
            .ShouldBe(["calendar_sync_service"]);
        (await database.SingleAsync<bool>("SELECT has_schema_privilege('calendar_sync_service', 'public', 'CREATE')")).ShouldBeFalse("lent for a moment only");
    }

    [Fact]
    public async Task The_service_does_the_engine_s_work_and_cannot_bypass_or_rule()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var owner = await MakeOwnerAsync(database);
        await Migrator.MigrateAsync(database.As(owner), CancellationToken.None);
        await using var service = await database.OpenAsync(login: owner, role: "calendar_sync_service");

        await service.ExecuteAsync(NewEvent);
        foreach (var table in await service.QueryAsync<string>(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname LIKE 'google%' OR relname = 'events'"))
        {
            await service.ExecuteAsync($"SELECT * FROM {table} LIMIT 1 FOR UPDATE SKIP LOCKED; DELETE FROM {table} WHERE false; UPDATE {table} SET {await ColumnAsync(service, table)} = NULL WHERE false");
        }

        (await service.QuerySingleAsync<int>("SELECT count(*)::int FROM google_calendar_queue_routes")).ShouldBe(1);
        (await service.QuerySingleAsync<int>("SELECT count(*)::int FROM cron.job")).ShouldBe(6);
        (await service.QuerySingleAsync<string?>("SELECT get_valid_google_calendar_token(gen_random_uuid())")).ShouldBeNull();
        await service.ExecuteAsync("CREATE TEMP TABLE scratch (id int)");
        (await database.SingleAsync<bool>("SELECT rolsuper OR rolbypassrls OR rolcanlogin FROM pg_roles WHERE rolname = 'calendar_sync_service'")).ShouldBeFalse();
        foreach (var refused in (string[])["ALTER TABLE events DISABLE ROW LEVEL SECURITY", "CREATE TABLE mine ()", "UPDATE company_users SET role = 'owner'", "TRUNCATE events"])
        {
            (await Should.ThrowAsync<PostgresException>(() => service.ExecuteAsync(refused))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    [Fact]
    public async Task Roles_that_had_rights_on_events_keep_their_rows_and_new_ones_need_a_policy()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var app = await database.CreateRoleAsync();
        var reader = await database.CreateRoleAsync();
        var late = await database.CreateRoleAsync();
        await database.ExecuteAsync($"{Events} GRANT SELECT, INSERT, UPDATE, DELETE ON events TO {app}; GRANT SELECT (title) ON events TO {reader}");

        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);
        await database.ExecuteAsync($"GRANT SELECT ON events TO {late}");
        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);

        await using var application = await database.OpenAsync(login: app);
        (await application.ExecuteAsync($"{NewEvent}; UPDATE events SET title = title || '!'; DELETE FROM events WHERE title = 'old!'")).ShouldBe(4);
        (await CountAsync(database, app)).ShouldBe(1);
        (await CountAsync(database, reader, "title")).ShouldBe(1);
        (await CountAsync(database, late)).ShouldBe(0);
        (await database.QueryAsync<string>("SELECT action FROM google_calendar_sync_queue ORDER BY id")).ShouldBe(["delete", "create"]);

        await database.ExecuteAsync($"ALTER POLICY calendar_sync_application ON events TO {app}, {reader}, {late}");
        (await CountAsync(database, late)).ShouldBe(1);
    }

    [Fact]
    public async Task Rights_of_everybody_stay_for_everybody_but_end_users()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var app = await database.CreateRoleAsync();
        await database.ExecuteAsync($"{Events} GRANT ALL ON events TO PUBLIC");

        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);

        (await CountAsync(database, app)).ShouldBe(1);
        await using var endUser = await database.OpenAsync(role: "authenticated", user: Guid.NewGuid());
        (await endUser.QuerySingleAsync<int>("SELECT count(*)::int FROM events")).ShouldBe(0);
        await Should.ThrowAsync<PostgresException>(() => endUser.ExecuteAsync("TRUNCATE events"));
    }

    [Fact]
    public async Task Rules_of_the_application_s_own_stay_as_they_are_and_are_pointed_out()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var app = await database.CreateRoleAsync();
        await database.ExecuteAsync($"""
            {Events} GRANT SELECT ON events TO {app};
            ALTER TABLE events ENABLE ROW LEVEL SECURITY;
            CREATE POLICY theirs ON events TO {app} USING (title = 'visible');
            """);
        var warnings = new List<string>();

        await Migrator.MigrateAsync(database.ConnectionString, new MigrationOptions { OnWarning = warnings.Add }, CancellationToken.None);

        (await CountAsync(database, app)).ShouldBe(0);
        warnings.ShouldContain(w => w.Contains("policies of its own (theirs)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_auth_uid_of_the_database_s_own_is_used_as_it_is()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync($"{Events} CREATE SCHEMA auth; CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT current_setting(''app.user'')::uuid'");

        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);

        var user = Guid.NewGuid();
        await database.ExecuteAsync("UPDATE events SET user_id = @user; INSERT INTO company_users (company_id, user_id) SELECT company_id, user_id FROM events", new { user });
        await using var endUser = await database.OpenAsync(role: "authenticated");
        await endUser.ExecuteAsync("SELECT set_config('app.user', @user, false)", new { user = user.ToString() });
        (await endUser.QueryAsync<string>("SELECT title FROM events")).ShouldBe(["old"]);
    }

    [Fact]
    public async Task An_owner_of_nothing_but_the_tables_migrates_with_what_it_may_do()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var owner = await database.CreateRoleAsync("LOGIN CREATEROLE");
        await database.ExecuteAsync($"""
            GRANT CREATE ON SCHEMA public TO {owner};
            CREATE SCHEMA auth; CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
            GRANT USAGE ON SCHEMA auth TO {owner} WITH GRANT OPTION;
            """);
        var warnings = new List<string>();

        for (var round = 0; round < 2; round++)
        {
            await Migrator.MigrateAsync(database.As(owner), new MigrationOptions { OnWarning = warnings.Add }, CancellationToken.None);
        }

        warnings.ShouldContain(w => w.StartsWith($"queue_google_calendar_sync() stays with {owner}", StringComparison.Ordinal));
        warnings.ShouldContain(w => w.Contains("may not create the schema cron", StringComparison.Ordinal));
        await using var session = await database.OpenAsync(login: owner);
        await session.ExecuteAsync(NewEvent);
        (await session.QuerySingleAsync<string>("SELECT action FROM google_calendar_sync_queue")).ShouldBe("create");
        await using var endUser = await database.OpenAsync(role: "authenticated", user: Guid.NewGuid());
        (await endUser.QuerySingleAsync<int>("SELECT count(*)::int FROM events")).ShouldBe(0);
    }

    [Theory]
    [InlineData("ALTER TABLE events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY theirs ON events USING (title = 'visible')", "SELECT 1")]
    [InlineData("SELECT 1", "DROP POLICY calendar_sync_owner ON events; CREATE POLICY theirs ON events USING (title = 'visible')")]
    public async Task An_owner_who_was_bound_on_purpose_stays_bound_and_the_engine_is_not(string before, string between)
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var owner = await MakeOwnerAsync(database);
        await using (var first = await database.OpenAsync(login: owner))
        {
            await first.ExecuteAsync($"{Events} {before}");
        }

        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);
        await database.ExecuteAsync(between);
        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);

        (await CountAsync(database, owner)).ShouldBe(0);
        await using var application = await database.OpenAsync(login: owner);
        await application.ExecuteAsync("INSERT INTO events (company_id, title, start_at, end_at) VALUES (gen_random_uuid(), 'visible', now(), now())");
        (await application.QuerySingleAsync<int>("SELECT count(*)::int FROM events")).ShouldBe(1);
        await using var service = await database.OpenAsync(login: owner, role: "calendar_sync_service");
        (await service.QuerySingleAsync<int>("SELECT count(*)::int FROM events JOIN google_calendar_sync_queue q ON q.event_id = events.id")).ShouldBe(2);
    }

    [Fact]
    public async Task An_owner_who_is_bound_is_told_that_it_cannot_see_all_that_it_migrates()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var owner = await MakeOwnerAsync(database);
        await using var session = await database.OpenAsync(login: owner);
        await session.ExecuteAsync($"{Events} ALTER TABLE events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
        var warnings = new List<string>();

        await Migrator.MigrateAsync(database.As(owner), new MigrationOptions { OnWarning = warnings.Add }, CancellationToken.None);

        warnings.ShouldContain(w => w.StartsWith("row level security hides rows", StringComparison.Ordinal));
    }

    private static async Task<string> MakeOwnerAsync(TestDatabase database)
    {
        var owner = await database.CreateRoleAsync("LOGIN CREATEROLE");
        await database.ExecuteAsync($"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO {owner}', current_database()); END $$");
        return owner;
    }

    private static async Task<int> CountAsync(TestDatabase database, string login, string columns = "*")
    {
        await using var session = await database.OpenAsync(login: login);
        return (await session.QueryAsync($"SELECT {columns} FROM events")).Count();
    }

    private static Task<string> ColumnAsync(NpgsqlConnection connection, string table) => connection.QuerySingleAsync<string>(
        "SELECT attname FROM pg_attribute WHERE attrelid = @table::regclass AND attnum > 0 AND attidentity = '' ORDER BY attnum DESC LIMIT 1", new { table });
}
