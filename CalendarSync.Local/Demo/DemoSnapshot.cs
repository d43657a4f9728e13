using Dapper;

using Npgsql;

namespace CalendarSync.Local.Demo;

/// <summary>The database as it was at one moment: the answers to all questions belong together.</summary>
internal sealed class DemoSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public async Task<T?> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        await connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken))];

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
