using CalendarSync.Tests.Support;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Sql;

/// <summary>Checks 14 to 16 of docs/security.md: end users, whose SQL reaches the database with their own claims.</summary>
public sealed class RowLevelSecurityTests(SharedDatabase shared) : IClassFixture<SharedDatabase>, IAsyncLifetime
{
    private static readonly Guid CompanyA = Guid.Parse("aaaaaaaa-0000-0000-0000-000000000000");
    private static readonly Guid CompanyB = Guid.Parse("bbbbbbbb-0000-0000-0000-000000000000");
    private static readonly Guid Owner = Guid.Parse("aaaaaaaa-0000-0000-0000-000000000001");
    private static readonly Guid Member = Guid.Parse("aaaaaaaa-0000-0000-0000-000000000002");
    private static readonly Guid Stranger = Guid.Parse("bbbbbbbb-0000-0000-0000-000000000001");
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await shared.EmptyAsync();
        await _database.ExecuteAsync("""
            INSERT INTO company_users (company_id, user_id, role) VALUES (@CompanyA, @Owner, 'owner'), (@CompanyA, @Member, 'member'), (@CompanyB, @Stranger, 'admin');
            INSERT INTO events (company_id, user_id, title, start_at, end_at)
            SELECT company_id, user_id, 'of ' || role, now(), now() FROM company_users;
            INSERT INTO google_calendar_connections (id, company_id, user_id, calendar_id) VALUES (@CompanyA, @CompanyA, @Owner, 'a'), (@CompanyB, @CompanyB, @Stranger, 'b');
            INSERT INTO google_calendar_webhooks (company_id, connection_id, calendar_id, channel_id, expiration_timestamp, token_hash)
            SELECT company_id, id, calendar_id, calendar_id, 0, '' FROM google_calendar_connections
            """, new { CompanyA, CompanyB, Owner, Member, Stranger });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Check_14_every_table_of_ours_is_forced_and_has_policies()
    {
        var open = await _database.QueryAsync<string>("""
            SELECT c.relname FROM pg_class c
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
               AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                        AND EXISTS (SELECT FROM pg_policies p WHERE p.tablename = c.relname AND p.roles = '{calendar_sync_service}' AND p.cmd = 'ALL'))
            """);

        open.ShouldBeEmpty("Give a new table its COMMENT 'CalendarSync: ...' at the end of sql/001_tables.sql; rights and policies come from there.");
    }

    [Fact]
    public async Task Check_14_end_users_and_everybody_have_the_rights_of_the_contract_and_no_other()
    {
        var rights = await _database.QueryAsync<string>("""
            SELECT format('%s %s %s', r.role, c.relname, v.verb)
              FROM pg_class c, (VALUES ('authenticated'), ('public')) r (role),
                   (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) v (verb)
             WHERE c.relnamespace IN ('public'::regnamespace, 'cron'::regnamespace) AND c.relkind IN ('r', 'v') AND has_table_privilege(r.role, c.oid, v.verb)
             ORDER BY 1
            """);

        rights.ShouldBe([
            "authenticated events DELETE", "authenticated events INSERT", "authenticated events SELECT", "authenticated events UPDATE",
            "authenticated google_calendar_sync_queue SELECT", "authenticated google_calendar_webhooks SELECT",
        ]);
    }

    [Fact]
    public async Task Check_14_probes_of_every_table_as_an_end_user_without_a_company_see_and_change_nothing()
    {
        await using var nobody = await _database.OpenAsync(role: "authenticated", user: Guid.NewGuid());
        foreach (var table in await _database.QueryAsync<string>("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')"))
        {
            foreach (var probe in (string[])["SELECT count(*)::int FROM {0}", "WITH d AS (DELETE FROM {0} RETURNING 1) SELECT count(*)::int FROM d"])
            {
                var seen = 0;
                try
                {
                    seen = await nobody.QuerySingleAsync<int>(string.Format(System.Globalization.CultureInfo.InvariantCulture, probe, table));
                }
                catch (PostgresException e)
                {
                    // A view that cannot be written to says so before it asks for rights.
                    (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectNotInPrerequisiteState).ShouldBeTrue($"{table}: {e.MessageText}");
                }

                seen.ShouldBe(0, $"{probe} on {table}");
            }
        }
    }

    [Fact]
    public async Task End_users_see_and_change_their_own_events_only()
    {
        await using var member = await _database.OpenAsync(role: "authenticated", user: Member);

        (await member.QueryAsync<string>("SELECT title FROM events")).ShouldBe(["of member"]);
        (await member.ExecuteAsync("UPDATE events SET title = 'mine'")).ShouldBe(1);
        (await member.ExecuteAsync("DELETE FROM events WHERE title <> 'mine'")).ShouldBe(0);
        await member.ExecuteAsync("INSERT INTO events (company_id, user_id, title, start_at, end_at) VALUES (@CompanyA, @Member, 'new', now(), now())", new { CompanyA, Member });
        (await member.ExecuteAsync("DELETE FROM events")).ShouldBe(2);
        (await _database.SingleAsync<int>("SELECT count(*)::int FROM google_calendar_sync_queue WHERE action = 'delete'")).ShouldBe(2);
    }

    [Theory]
    [InlineData("INSERT INTO events (company_id, user_id, start_at, end_at) VALUES (@CompanyB, @Member, now(), now())")]
    [InlineData("INSERT INTO events (company_id, user_id, start_at, end_at) VALUES (@CompanyA, @Owner, now(), now())")]
    [InlineData("UPDATE events SET company_id = @CompanyB")]
    [InlineData("UPDATE events SET user_id = @Owner")]
    [InlineData("SET calendar_sync.source = 'google'; UPDATE events SET title = 'unsynced'")]
    [InlineData("SET calendar_sync.now = '2099-01-01Z'; UPDATE events SET title = 'wins for ever'")]
    [InlineData("TRUNCATE events")]
    [InlineData("SELECT * FROM company_users")]
    [InlineData("UPDATE google_calendar_sync_queue SET status = 'completed'")]
    [InlineData("DELETE FROM google_calendar_webhooks")]
    [InlineData("SELECT cleanup_google_calendar_sync_queue('0')")]
    [InlineData("SELECT get_valid_google_calendar_token(gen_random_uuid())")]
    public async Task What_is_not_theirs_is_refused(string sql)
    {
        await using var member = await _database.OpenAsync(role: "authenticated", user: Member);

        var e = await Should.ThrowAsync<PostgresException>(() => member.ExecuteAsync(sql, new { CompanyA, CompanyB, Owner, Member }));

        e.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task End_users_cannot_point_their_events_at_somebody_else_s_google_event()
    {
        await using var member = await _database.OpenAsync(role: "authenticated", user: Member);

        await member.ExecuteAsync("UPDATE events SET google_calendar_id = 'b', google_event_id = 'victim'");
        await member.ExecuteAsync("""
            INSERT INTO events (company_id, user_id, start_at, end_at, google_calendar_id, google_event_id) VALUES (@CompanyA, @Member, now(), now(), 'b', 'victim')
            """, new { CompanyA, Member });

        (await _database.SingleAsync<int>("SELECT count(*)::int FROM events WHERE google_calendar_id IS NOT NULL OR google_event_id IS NOT NULL")).ShouldBe(0);
    }

    [Fact]
    public async Task Members_see_their_company_s_queue_and_admins_and_owners_its_channels()
    {
        await using var member = await _database.OpenAsync(role: "authenticated", user: Member);
        await using var owner = await _database.OpenAsync(role: "authenticated", user: Owner);
        await using var admin = await _database.OpenAsync(role: "authenticated", user: Stranger);

        (await member.QueryAsync<Guid>("SELECT DISTINCT company_id FROM google_calendar_sync_queue")).ShouldBe([CompanyA]);
        (await member.QueryAsync<string>("SELECT channel_id FROM google_calendar_webhooks")).ShouldBeEmpty();
        (await owner.QueryAsync<string>("SELECT channel_id FROM google_calendar_webhooks")).ShouldBe(["a"]);
        (await admin.QueryAsync<string>("SELECT channel_id FROM google_calendar_webhooks")).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Check_15_no_function_with_rights_can_be_called_by_everybody_or_led_astray()
    {
        (await _database.QueryAsync<string>("""
            SELECT p.oid::regprocedure::text FROM pg_proc p
             WHERE p.pronamespace IN ('public'::regnamespace, 'auth'::regnamespace, 'cron'::regnamespace) AND p.prosecdef
               AND (has_function_privilege('public', p.oid, 'EXECUTE') OR p.proconfig IS DISTINCT FROM ARRAY['search_path=""'] OR p.proowner <> 'calendar_sync_service'::regrole)
            """)).ShouldBeEmpty();

        // Objects of the same names, in front of ours: an end user's own, and in a schema that the search path names first.
        await _database.ExecuteAsync("""
            CREATE SCHEMA evil; GRANT USAGE ON SCHEMA evil TO authenticated;
            CREATE TABLE evil.google_calendar_sync_queue (LIKE public.google_calendar_sync_queue);
            CREATE TABLE evil.company_users (LIKE public.company_users);
            INSERT INTO evil.company_users VALUES (@CompanyB, @Member, 'owner');
            CREATE FUNCTION evil.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT ''2099-01-01Z''::timestamptz';
            CREATE FUNCTION evil.coalesce(text, text) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
            GRANT ALL ON ALL TABLES IN SCHEMA evil TO authenticated;
            """, new { CompanyB, Member });
        await using var member = await _database.OpenAsync(role: "authenticated", user: Member);
        await member.ExecuteAsync("SET search_path = evil, public, pg_catalog; CREATE TEMP TABLE company_users AS SELECT * FROM evil.company_users");

        await member.ExecuteAsync("UPDATE public.events SET title = 'hijack'");

        (await member.QuerySingleAsync<int>("SELECT count(*)::int FROM public.events")).ShouldBe(1);
        (await _database.SingleAsync<int>("SELECT count(*)::int FROM evil.google_calendar_sync_queue")).ShouldBe(0);
        (await _database.SingleAsync<bool>("SELECT updated_at < now() + interval '1 hour' FROM events WHERE title = 'hijack'")).ShouldBeTrue();
        await _database.ExecuteAsync("DROP SCHEMA evil CASCADE");
    }

    [Fact]
    public async Task Check_16_tenants_that_alternate_on_one_connection_leave_nothing_behind()
    {
        await using var connection = await _database.OpenAsync(role: "authenticated");
        foreach (var (user, title) in (IEnumerable<(Guid, string)>)[(Member, "of member"), (Stranger, "of admin"), (Owner, "of owner"), (Member, "of member")])
        {
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await connection.ExecuteAsync("SELECT set_config('request.jwt.claims', @claims, true)", new { claims = SqlSessions.Claims(user) });
                (await connection.QueryAsync<string>("SELECT title FROM events")).ShouldBe([title]);
                await transaction.CommitAsync();
            }

            // Between the requests the connection is nobody's.
            (await connection.QueryAsync<string>("SELECT title FROM events")).ShouldBeEmpty();
        }
    }
}
