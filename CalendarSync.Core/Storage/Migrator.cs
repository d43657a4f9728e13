using System.Reflection;

using Npgsql;

namespace CalendarSync.Core.Storage;

/// <summary>Applies the scripts of <c>sql/</c>, which this assembly carries. They can run any number of times.</summary>
internal static class Migrator
{
    private const string ResourcePrefix = "sql/";

    // Any constant does; two migrations of one database must agree on it.
    private const long LockKey = 0x43616C53796E63;

    /// <summary>The scripts in the order in which they run.</summary>
    public static IReadOnlyList<string> Scripts { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>Runs every script, each in a transaction of its own. A second migration at the same time waits for the first.</summary>
    /// <exception cref="PostgresException">A script was refused; it changed nothing, the ones before it stay applied.</exception>
    public static async Task MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlConnection connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellationToken);
        foreach (string script in Scripts)
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, await ReadAsync(script, cancellationToken), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        // The lock belongs to the session, which ends here.
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> ReadAsync(string script, CancellationToken cancellationToken)
    {
        await using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(script)
            ?? throw new InvalidOperationException($"The script {script} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
