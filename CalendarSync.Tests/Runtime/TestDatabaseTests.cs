using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Runtime;

public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Every_test_gets_the_schema_and_sees_only_its_own_rows()
    {
        await using TestDatabase first = await TestDatabase.CreateAsync();
        await using TestDatabase second = await TestDatabase.CreateAsync();
        await InsertAsync(first);

        (await CountAsync(first)).ShouldBe((1, 1));
        (await CountAsync(second)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task The_scripts_can_run_again_and_keep_the_rows()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await InsertAsync(database);

        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);

        (await CountAsync(database)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Two_migrations_at_once_do_not_disturb_each_other()
    {
        await using TestDatabase database = await TestDatabase.CreateEmptyAsync();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None)));

        (await CountAsync(database)).ShouldBe((0, 0));
    }

    private static async Task InsertAsync(TestDatabase database)
    {
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "INSERT INTO events (company_id, title, start_at, end_at) VALUES (gen_random_uuid(), 'x', now(), now())");
    }

    private static async Task<(int Events, int Queued)> CountAsync(TestDatabase database)
    {
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync();
        return await connection.QuerySingleAsync<(int, int)>(
            "SELECT (SELECT count(*) FROM events)::int, (SELECT count(*) FROM google_calendar_sync_queue)::int");
    }
}
