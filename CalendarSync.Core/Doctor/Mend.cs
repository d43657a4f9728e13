namespace CalendarSync.Core.Doctor;

/// <summary>What <c>doctor --fix</c> does about a problem; each is safe to repeat.</summary>
internal enum Mend
{
    /// <summary>A person has to.</summary>
    None,

    /// <summary>Rows without a calendar get the only one of their company.</summary>
    LinkRows,

    /// <summary>Changes that were never queued are.</summary>
    QueueChanges,

    /// <summary>Failed changes are tried again.</summary>
    RetryFailed,

    /// <summary>Channels are opened or renewed.</summary>
    OpenChannels,

    /// <summary>Both directions run now.</summary>
    Sync,

    /// <summary>The calendar is read as a whole.</summary>
    ReadAgain,
}
