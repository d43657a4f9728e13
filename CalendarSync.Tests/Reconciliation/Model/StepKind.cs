namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>What can happen next.</summary>
internal enum StepKind
{
    AppEdits,
    AppDeletes,
    AppBringsBack,
    GoogleEdits,

    /// <summary>The version moves, no field does.</summary>
    GoogleTouches,
    GoogleDeletes,

    /// <summary>A tombstone that does not say when.</summary>
    GoogleDeletesSilently,
    GoogleBringsBack,

    /// <summary>The tombstone is gone too.</summary>
    GoogleForgets,

    /// <summary>The connection gets other default reminders.</summary>
    NewDefaults,
    Pull,
    Push,

    /// <summary>The worker dies after it has saved its decision, before the call.</summary>
    PushDiesBefore,

    /// <summary>The call is carried out and the worker dies before it knows.</summary>
    PushDiesAfter,

    /// <summary>The application edits the row while the call is under way.</summary>
    PushWhileAppEdits,
}
