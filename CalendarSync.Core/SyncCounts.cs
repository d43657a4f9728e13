namespace CalendarSync.Core;

/// <summary>What a run did, in both directions together.</summary>
/// <param name="Connections">Calendars that were looked at.</param>
/// <param name="Created">Events made on the other side.</param>
/// <param name="Updated">Events changed on the other side.</param>
/// <param name="Deleted">Events deleted on the other side.</param>
/// <param name="Conflicts">Conflicts found, whoever prevailed.</param>
/// <param name="Errors">Changes, or whole calendars, that could not be carried out this time.</param>
public sealed record SyncCounts(int Connections = 0, int Created = 0, int Updated = 0, int Deleted = 0, int Conflicts = 0, int Errors = 0)
{
    /// <summary>Both runs together.</summary>
    public static SyncCounts operator +(SyncCounts left, SyncCounts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new SyncCounts(
            left.Connections + right.Connections,
            left.Created + right.Created,
            left.Updated + right.Updated,
            left.Deleted + right.Deleted,
            left.Conflicts + right.Conflicts,
            left.Errors + right.Errors);
    }
}
