namespace CalendarSync.Core.Storage;

/// <summary>How a migration behaves towards the people and the programs that use the database at the same time.</summary>
internal sealed record MigrationOptions
{
    /// <summary>How long it waits for a table that others use, before it gives way to them and fails.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets what works only in part, one sentence each; never data.</summary>
    public Action<string>? OnWarning { get; init; }
}
