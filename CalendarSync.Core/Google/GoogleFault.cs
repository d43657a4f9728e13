namespace CalendarSync.Core.Google;

/// <summary>The closed set of things that a failed call can mean. One classifier maps Google's answers to them.</summary>
internal enum GoogleFault
{
    /// <summary>Try the same later: rate limits, 5xx, broken answers, the network. A write may have happened.</summary>
    Transient,

    /// <summary>The account's writes are refused for hours (quotaExceeded); reading goes on.</summary>
    WritesPaused,

    /// <summary>The user has to connect again.</summary>
    NeedsReauthorisation,

    /// <summary>Nobody's account works until the operator acts: client, project or API settings.</summary>
    Operator,

    /// <summary>404: never existed, purged, other calendar, or access lost.</summary>
    NotFound,

    /// <summary>409 on insert: the id is taken, perhaps by us.</summary>
    Duplicate,

    /// <summary>410 on an event: it is deleted.</summary>
    Gone,

    /// <summary>412: the event has changed since it was read.</summary>
    Changed,

    /// <summary>410 or a refused token on a listing: start over with a full one.</summary>
    FullSyncRequired,

    /// <summary>This calendar can only be read with this account.</summary>
    ReadOnlyCalendar,

    /// <summary>Push channels are not possible for this calendar.</summary>
    PushNotSupported,

    /// <summary>Google will never accept this request; other events are not concerned.</summary>
    Permanent,
}
