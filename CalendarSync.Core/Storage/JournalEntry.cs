namespace CalendarSync.Core.Storage;

/// <summary>One decision that changed or refused something.</summary>
/// <param name="RunId">The run that decided.</param>
/// <param name="CompanyId">Whose event.</param>
/// <param name="ConnectionId">In which calendar.</param>
/// <param name="EventId">The row; null where there is none.</param>
/// <param name="GoogleEventId">Google's event; null where there is none yet.</param>
/// <param name="FromApp">The change came from the application.</param>
/// <param name="Decision">What was done: created, updated, deleted, refused, set_aside, ...</param>
/// <param name="Reason">The decision's reason code, or why it was refused.</param>
/// <param name="Before">Changed fields before, JSON.</param>
/// <param name="After">Changed fields after, JSON.</param>
internal sealed record JournalEntry(
    Guid RunId,
    Guid CompanyId,
    Guid? ConnectionId,
    Guid? EventId,
    string? GoogleEventId,
    bool FromApp,
    string Decision,
    string Reason,
    string? Before = null,
    string? After = null);
