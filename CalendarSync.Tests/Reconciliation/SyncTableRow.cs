using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>One row of the table in <c>docs/sync-table.md</c>, in the table's own words.</summary>
internal sealed record SyncTableRow(
    string Cell,
    IReadOnlyList<string> Bases,
    IReadOnlyList<Change> Apps,
    IReadOnlyList<Change> Googles,
    IReadOnlyList<string> When,
    RowEffect RowEffect,
    IReadOnlyList<string> RowFields,
    GoogleEffect GoogleEffect,
    IReadOnlyList<string> GoogleFields,
    string BaseAfter,
    Winner? Conflict,
    string Reason)
{
    public bool Says(string word) => When.Contains(word, StringComparer.Ordinal);

    /// <summary>Whether the two clocks have a part in it.</summary>
    public bool AsksForTime => Prevails is not null || Says("older tombstone") || Says("newer tombstone");

    /// <summary>Who has to prevail for this row; null where nobody is asked.</summary>
    public Winner? Prevails =>
        Says("app prevails") ? Winner.App
        : Says("Google prevails") ? Winner.Google
        : Says("nobody prevails") ? Winner.Open
        : null;
}
