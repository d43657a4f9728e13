namespace CalendarSync.Core.AppToGoogle;

/// <summary>What became of one change on its way to Google.</summary>
internal enum PushOutcome
{
    /// <summary>Both sides said the same already: no call, or one that only looked.</summary>
    Nothing,
    Created,
    Updated,
    Deleted,

    /// <summary>It waits: a person has to choose.</summary>
    Held,

    /// <summary>Its role names another calendar meanwhile: that calendar's turn takes it from here.</summary>
    Rerouted,
}
