namespace CalendarSync.Tests.Simulation.Points;

/// <summary>The places where a worker can be stopped, die, or be failed by what it depends on.</summary>
internal enum PointKind
{
    /// <summary>Before a statement that stands alone, or a transaction, begins.</summary>
    BeforeOpen,
    BeforeCommit,
    AfterCommit,

    /// <summary>Google knows nothing of the call.</summary>
    BeforeCall,

    /// <summary>Google has done it, and the worker does not know yet.</summary>
    AfterCall,
}
