namespace CalendarSync.Core.Reconciliation;

/// <summary>What one side did since the base; the rows and columns of <c>docs/sync-table.md</c>.</summary>
internal enum Change
{
    /// <summary>There is no base, and this side has nothing.</summary>
    Absent,

    /// <summary>There is no base, and this side has an event.</summary>
    New,

    /// <summary>Same as the base.</summary>
    Unchanged,

    /// <summary>Google only: the etag moved, nothing that the application keeps did.</summary>
    Touched,

    /// <summary>A field differs from the base, or a deleted event is back.</summary>
    Edited,

    /// <summary>The base is live, this side is not.</summary>
    Deleted,
}
