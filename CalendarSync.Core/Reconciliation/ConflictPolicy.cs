namespace CalendarSync.Core.Reconciliation;

/// <summary>Who prevails where both sides changed the same thing (setting <c>CONFLICT_POLICY</c>).</summary>
internal enum ConflictPolicy
{
    LastWriteWins,
    GoogleWins,
    AppWins,

    /// <summary>Nothing is written until a person chooses.</summary>
    Manual,
}
