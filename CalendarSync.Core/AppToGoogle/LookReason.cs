namespace CalendarSync.Core.AppToGoogle;

/// <summary>Why Google's event has to be read again.</summary>
internal enum LookReason
{
    /// <summary>A write was sent before and nobody knows whether it arrived.</summary>
    InDoubt,

    /// <summary>412 or 410: somebody changed or deleted it.</summary>
    Changed,

    /// <summary>409: the id that an insert wanted is taken.</summary>
    IdTaken,

    /// <summary>404.</summary>
    Missing,
}
