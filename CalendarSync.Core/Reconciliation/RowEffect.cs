namespace CalendarSync.Core.Reconciliation;

/// <summary>What has to be done to the application's row.</summary>
internal enum RowEffect
{
    None,
    Insert,

    /// <summary>Set fields; a deleted row comes back.</summary>
    Write,
    Delete,
}
