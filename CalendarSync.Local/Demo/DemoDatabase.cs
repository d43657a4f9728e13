using System.Data;

using Dapper;

using Npgsql;

namespace CalendarSync.Local.Demo;

/// <summary>The application's side: the SQL that an application would write, and the runbook's questions.</summary>
internal sealed class DemoDatabase(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(connectionString);

    public async Task<DemoPeople> PrepareAsync(CancellationToken cancellationToken)
    {
        var people = new DemoPeople(Guid.NewGuid(), Guid.NewGuid());
        await ExecuteAsync(
            """
            INSERT INTO companies (id, name) VALUES (@CompanyId, 'Demo');
            INSERT INTO company_users (company_id, user_id, role) VALUES (@CompanyId, @OwnerId, 'owner');
            """,
            people,
            cancellationToken);
        await ExecuteAsync(DemoWatch.Sql, null, cancellationToken);
        return people;
    }

    /// <summary>Reads notices until cancelled.</summary>
    public async Task ListenAsync(Action<string> notice, TaskCompletionSource listening, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, e) => notice(e.Payload);
        await connection.ExecuteAsync($"LISTEN {DemoWatch.Channel}");
        listening.SetResult();
        while (!cancellationToken.IsCancellationRequested)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    public async Task ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    public async Task<T?> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))];
    }

    /// <summary>Several questions about one moment.</summary>
    public async Task<DemoSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        return new DemoSnapshot(connection, await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken));
    }

    /// <summary>Does something while an UPDATE of the application is under way: nobody sees the one without the other.</summary>
    public async Task DuringAsync(string sql, object parameters, Action meanwhile, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
        meanwhile();
        await transaction.CommitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();
}
