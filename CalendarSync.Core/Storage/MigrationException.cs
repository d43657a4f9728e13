using Npgsql;

namespace CalendarSync.Core.Storage;

/// <summary>A script was refused. The message names it, and never quotes a row.</summary>
internal sealed class MigrationException(string message, string sqlState) : Exception(message)
{
    public string SqlState { get; } = sqlState;

    /// <summary>The server's answer, without the details that may hold data.</summary>
    public static MigrationException From(string script, int? line, PostgresException answer)
    {
        var text = answer.SqlState switch
        {
            PostgresErrorCodes.LockNotAvailable =>
                "the tables are in use by other transactions; nothing has been changed. Migrate again at a quieter moment.",
            PostgresErrorCodes.DeadlockDetected =>
                "another transaction and the migration waited for each other; nothing has been changed by this script. Migrate again.",
            // Class 22 quotes the value that it refuses.
            { } state when state.StartsWith("22", StringComparison.Ordinal) => $"the data does not fit (SQLSTATE {state})",
            var state => $"{answer.MessageText} (SQLSTATE {state})",
        };
        var hint = answer.Hint is null ? string.Empty : Environment.NewLine + answer.Hint;
        return new MigrationException($"{script}{(line is null ? string.Empty : $", line {line}")}: {text}{hint}", answer.SqlState);
    }
}
