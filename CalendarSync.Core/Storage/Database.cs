using Dapper;
using Npgsql;

namespace CalendarSync.Core.Storage;

/// <summary>
/// The database as the engine uses it: each transaction says that it is the engine's, so that the triggers of
/// <c>events</c> stay silent. Time is always a parameter, taken from <see cref="Now"/>.
/// </summary>
internal sealed class Database(NpgsqlDataSource dataSource, TimeProvider timeProvider, IDatabaseObserver? observer = null)
{
    static Database()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new DateOnlyHandler());
        SqlMapper.AddTypeHandler(new DateTimeOffsetHandler());
    }

    /// <summary>UTC, whole microseconds: what the database can hold.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = timeProvider.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    /// <summary>For statements that stand alone and do not write to <c>events</c>.</summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (observer is not null)
        {
            await observer.BeforeOpenAsync();
        }

        return await dataSource.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Runs the work in one transaction of the engine and commits it, whole or not at all.</summary>
    public async Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("SELECT set_config('calendar_sync.source', 'google', true)");
        var result = await work(connection);
        if (observer is not null)
        {
            await observer.BeforeCommitAsync(connection);
        }

        await transaction.CommitAsync(cancellationToken);
        if (observer is not null)
        {
            await observer.AfterCommitAsync(connection);
        }

        return result;
    }

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    public Task InTransactionAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async connection =>
            {
                await work(connection);
                return true;
            },
            cancellationToken);

    /// <summary>Reads what asks the clock in SQL (views, functions): in a transaction whose clock is <see cref="Now"/>.</summary>
    public Task<T> AtOurTimeAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async connection =>
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    "SELECT set_config('calendar_sync.now', @now, true)", new { now = Now.ToString("O") }, cancellationToken: cancellationToken));
                return await read(connection);
            },
            cancellationToken);
}
