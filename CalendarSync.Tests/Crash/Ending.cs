namespace CalendarSync.Tests.Crash;

/// <summary>What becomes of the worker at its point.</summary>
public enum Ending
{
    /// <summary>The process is gone: nothing after the point happens, no handler runs, open transactions are rolled back.</summary>
    Dies,

    /// <summary>The host shuts down: the worker is asked to stop and does so in its own way.</summary>
    Stops,

    /// <summary>The connection to the database or to Google breaks there, whether the work was done or not.</summary>
    Breaks,
}
