namespace CalendarSync.Core.Reconciliation;

/// <summary>Who prevailed in a conflict.</summary>
internal enum Winner
{
    App,
    Google,

    /// <summary>Nobody yet: a person chooses.</summary>
    Open,
}
