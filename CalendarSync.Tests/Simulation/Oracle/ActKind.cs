namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>What a person does to an event.</summary>
internal enum ActKind
{
    /// <summary>Makes it, or gives fields other values.</summary>
    Edit,

    /// <summary>Nothing that the other side shows.</summary>
    Touch,

    Delete,

    /// <summary>Deletes the row itself: what was agreed on goes with it.</summary>
    Purge,

    /// <summary>Takes a deletion back.</summary>
    Restore,
}
