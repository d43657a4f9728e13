namespace CalendarSync.Core.Reconciliation;

/// <summary>What has to be done in Google.</summary>
internal enum GoogleEffect
{
    None,
    Insert,

    /// <summary>Full PUT of the stored event with the changed fields; a deleted event comes back.</summary>
    Write,
    Delete,
}
