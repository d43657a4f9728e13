using System.Text.Json;

using CalendarSync.Tests.Support;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Sql;

/// <summary>Connections as the different people and programs that reach one database.</summary>
internal static class SqlSessions
{
    /// <summary>A connection of its own, as the login or with the role, and as the end user where one is given.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(this TestDatabase database, string? login = null, string? role = null, Guid? user = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false };
        settings.Username = login ?? settings.Username;
        settings.Options = role is null ? settings.Options : $"-c role={role}";
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        if (user is { } id)
        {
            await connection.ExecuteAsync("SELECT set_config('request.jwt.claims', @claims, false)", new { claims = Claims(id) });
        }

        return connection;
    }

    public static string Claims(Guid user) => JsonSerializer.Serialize(new { sub = user });

    public static string As(this TestDatabase database, string login) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = login, Pooling = false }.ConnectionString;

    /// <summary>Statements of the test's superuser, who sees and may do everything.</summary>
    public static async Task<int> ExecuteAsync(this TestDatabase database, string sql, object? parameters = null)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        return await connection.ExecuteAsync(sql, parameters);
    }

    public static async Task<T> SingleAsync<T>(this TestDatabase database, string sql, object? parameters = null)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql, parameters);
    }

    public static async Task<IReadOnlyList<T>> QueryAsync<T>(this TestDatabase database, string sql, object? parameters = null)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    /// <summary>As the engine: a transaction that says so.</summary>
    public static Task<int> AsEngineAsync(this TestDatabase database, string sql, object? parameters = null) =>
        database.ExecuteAsync($"BEGIN; SELECT set_config('calendar_sync.source', 'google', true); {sql}; COMMIT", parameters);

    /// <summary>A role of this server, which all its databases share, under a name that no other test has.</summary>
    public static async Task<string> CreateRoleAsync(this TestDatabase database, string attributes = "LOGIN")
    {
        var name = $"role_{Guid.NewGuid():N}"[..20];
        await database.ExecuteAsync($"CREATE ROLE {name} {attributes}");
        return name;
    }
}
