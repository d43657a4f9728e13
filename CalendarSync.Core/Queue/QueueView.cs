namespace CalendarSync.Core.Queue;

/// <summary>A change that is not in Google yet, as its company's owner sees it.</summary>
/// <param name="Id">For the retry.</param>
/// <param name="EventId">The row in <c>events</c>; it may be gone.</param>
/// <param name="Title">The event's; null where it has none, or no row.</param>
/// <param name="ConnectionId">The calendar that it goes to; null while there is none, and for what is being sent or was given up.</param>
/// <param name="Action"><c>create</c>, <c>update</c> or <c>delete</c>.</param>
/// <param name="Status"><c>pending</c>, <c>processing</c> or <c>failed</c>.</param>
/// <param name="WaitsFor">What a pending change waits for, as the engine sees it now; null: the next run takes it.</param>
/// <param name="ErrorMessage">What happened to it last; null where nothing did. Names nothing of the event.</param>
/// <param name="AttemptCount">Attempts in a row that failed and will be repeated.</param>
/// <param name="RetryCount">Answers that looked permanent.</param>
/// <param name="MaxRetries">So many of those, and it is given up.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ChangedAt">UTC, of the newest edit in it.</param>
/// <param name="NextAttemptAt">UTC; not tried before.</param>
public sealed record QueueView(
    long Id,
    Guid EventId,
    string? Title,
    Guid? ConnectionId,
    string Action,
    string Status,
    string? WaitsFor,
    string? ErrorMessage,
    int AttemptCount,
    int RetryCount,
    int MaxRetries,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset NextAttemptAt);
