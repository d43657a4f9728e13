namespace CalendarSync.Core.Queue;

/// <summary>Why a change goes back to the queue.</summary>
internal enum RetryKind
{
    /// <summary>Nothing was tried; somebody else, or a later run, will.</summary>
    Released,

    /// <summary>A failure that passes by itself: tried again for as long as it takes.</summary>
    Transient,

    /// <summary>An answer that looks permanent: parked after <c>max_retries</c> of them.</summary>
    LooksPermanent,

    /// <summary>Known to be impossible, without asking Google: parked at once, until the event is edited or the retry is asked for.</summary>
    Refused,
}
