using CalendarSync.Tests.Support;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Scenarios;

/// <summary>A database for many worlds, one after the other: emptied in a few milliseconds instead of made anew.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    private TestBed(TestDatabase database)
    {
        Database = database;
        Engine = NpgsqlDataSource.Create(database.EngineConnectionString);
    }

    public TestDatabase Database { get; }

    /// <summary>The engine's connections, shared by all workers of all worlds.</summary>
    public NpgsqlDataSource Engine { get; }

    public static async Task<TestBed> CreateAsync() => new(await TestDatabase.CreateAsync());

    public async Task EmptyAsync()
    {
        const string Sql = """
            SELECT set_config('calendar_sync.source', 'google', true);
            DELETE FROM events; DELETE FROM google_calendar_writes; DELETE FROM google_calendar_listing_marks; DELETE FROM google_calendar_set_aside;
            DELETE FROM google_calendar_conflicts; DELETE FROM google_calendar_sync_journal; DELETE FROM google_calendar_sync_runs;
            DELETE FROM google_calendar_sync_queue; DELETE FROM google_calendar_notifications; DELETE FROM google_calendar_webhooks;
            DELETE FROM google_calendar_connections; DELETE FROM google_calendar_grants; DELETE FROM company_users;
            ALTER SEQUENCE google_calendar_sync_queue_id_seq RESTART;
            """;
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(Sql);
        await transaction.CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Database.DisposeAsync();
    }
}
