using Npgsql;

namespace CalendarSync.Core.Storage;

/// <summary>Sees the engine at each place where the database tells a whole step from half of one; the tests stop a worker there.</summary>
internal interface IDatabaseObserver
{
    /// <summary>Before a connection is opened, for statements that stand alone or for a transaction.</summary>
    ValueTask BeforeOpenAsync();

    /// <summary>All is written, nothing is committed.</summary>
    /// <param name="connection">The transaction's.</param>
    ValueTask BeforeCommitAsync(NpgsqlConnection connection);

    /// <summary>Committed, and the worker does not know yet.</summary>
    /// <param name="connection">The transaction's.</param>
    ValueTask AfterCommitAsync(NpgsqlConnection connection);
}
