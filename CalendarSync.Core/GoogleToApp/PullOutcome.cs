namespace CalendarSync.Core.GoogleToApp;

/// <summary>How a pull ended.</summary>
internal enum PullOutcome
{
    /// <summary>Everything that Google had is applied.</summary>
    Done,

    /// <summary>Somebody else pulls this calendar, or it must not be pulled now.</summary>
    NotOurs,

    /// <summary>The time budget is used up; the next run goes on from the last page.</summary>
    Unfinished,

    /// <summary>Google did not let us; the reason is in the connection's <c>last_error</c>.</summary>
    Failed,
}
