using CalendarSync.Core.Storage;
using CalendarSync.Local.Postgres;

using Npgsql;

namespace CalendarSync.Tests.Support;

/// <summary>
/// A migrated database of its own, cloned from a template in some 60 ms and dropped on disposal. The server behind it starts
/// with the first test that asks and ends with the test process.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Template = "calendar_sync_template";
    private static int _count;

    private readonly ThrowawayPostgres _server;
    private readonly string _name;

    private TestDatabase(ThrowawayPostgres server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString(name)) { MaxPoolSize = 30, IncludeErrorDetail = true }.ConnectionString;
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    /// <summary>For the engine, which gets by with the rights of its own role and cannot pass row level security otherwise.</summary>
    public string EngineConnectionString => new NpgsqlConnectionStringBuilder(ConnectionString) { Options = "-c role=calendar_sync_service" }.ConnectionString;

    /// <summary>For the test's own statements; closed with the database.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>A database with the schema and no rows.</summary>
    public static Task<TestDatabase> CreateAsync() => CreateAsync(Template);

    /// <summary>A database with nothing in it, for tests of the migration.</summary>
    public static Task<TestDatabase> CreateEmptyAsync() => CreateAsync("template1");

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _server.DropDatabaseAsync(_name);
    }

    private static async Task<TestDatabase> CreateAsync(string template)
    {
        ThrowawayPostgres server = await Shared.Server;
        string name = $"test_{Interlocked.Increment(ref _count)}";
        await server.CreateDatabaseAsync(name, template);
        return new TestDatabase(server, name);
    }

    // Started by whoever asks first, once.
    private static class Shared
    {
        public static readonly Task<ThrowawayPostgres> Server = StartAsync();

        private static async Task<ThrowawayPostgres> StartAsync()
        {
            ThrowawayPostgres server = await ThrowawayPostgres.StartAsync();
            await server.CreateDatabaseAsync(Template);
            await Migrator.MigrateAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString(Template)) { Pooling = false }.ConnectionString, CancellationToken.None);
            return server;
        }
    }
}
