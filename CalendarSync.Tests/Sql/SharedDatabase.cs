using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Sql;

/// <summary>One migrated database for all tests of a class; each of them starts by emptying it.</summary>
public sealed class SharedDatabase : IAsyncLifetime
{
    internal TestDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync() => Database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await Database.DisposeAsync();

    internal async Task<TestDatabase> EmptyAsync()
    {
        var tables = await Database.QueryAsync<string>("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'");
        // Connections first, since grants are referred to by them. DELETE, because TRUNCATE makes new files.
        await Database.AsEngineAsync(string.Join("; ", tables.OrderByDescending(t => t is "google_calendar_connections").Select(t => $"DELETE FROM {t}")));
        return Database;
    }
}
