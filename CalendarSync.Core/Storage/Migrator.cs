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

    /// <inheritdoc cref="MigrateAsync(string, MigrationOptions, CancellationToken)"/>
    public static Task MigrateAsync(string connectionString, CancellationToken cancellationToken) =>
        MigrateAsync(connectionString, new MigrationOptions(), cancellationToken);

    /// <summary>
    /// Runs every script, each in the transaction that it opens itself. A second migration of the same database waits for the first.
    /// </summary>
    /// <exception cref="MigrationException">A script was refused; it changed nothing, the ones before it stay applied.</exception>
    /// <exception cref="NpgsqlException">The database could not be reached.</exception>
    public static async Task MigrateAsync(string connectionString, MigrationOptions options, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0, IncludeFailedBatchedCommand = true };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Notice += (_, e) => Report(e.Notice, options);
        await connection.OpenAsync(cancellationToken);

        // Lock and settings belong to the session, which ends here.
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellationToken);
        await ExecuteAsync(connection, $"SET lock_timeout = {(long)options.LockTimeout.TotalMilliseconds}", cancellationToken);
        foreach (var script in Scripts)
        {
            await ApplyAsync(connection, script, cancellationToken);
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, string script, CancellationToken cancellationToken)
    {
        var statements = SqlScript.Split(await ReadAsync(script, cancellationToken));
        await using var batch = connection.CreateBatch();
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement.Text));
        }

        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e)
        {
            var index = e.BatchCommand is NpgsqlBatchCommand failed ? batch.BatchCommands.IndexOf(failed) : -1;
            throw MigrationException.From(script[ResourcePrefix.Length..], index < 0 ? null : statements[index].LineAt(e.Position), e);
        }
    }

    private static void Report(PostgresNotice notice, MigrationOptions options)
    {
        // The server translates Severity, not this one.
        if (string.Equals(notice.InvariantSeverity, "WARNING", StringComparison.Ordinal))
        {
            options.OnWarning?.Invoke(notice.MessageText);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> ReadAsync(string script, CancellationToken cancellationToken)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(script)
            ?? throw new InvalidOperationException($"The script {script} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
