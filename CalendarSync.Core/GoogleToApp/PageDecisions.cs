using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>What a page means for the database.</summary>
/// <param name="Changes">Rows to write.</param>
/// <param name="Conflicts">Conflicts to record.</param>
/// <param name="Journal">Lines of the journal.</param>
/// <param name="Unreadable">Items that could be parsed and not understood.</param>
/// <param name="Masters">Series of the page, whose exceptions may be here already.</param>
/// <param name="Arrived">Rows whose insert, of which no answer was stored, is seen to have arrived.</param>
/// <param name="Counts">For the report.</param>
internal sealed record PageDecisions(
    IReadOnlyList<EventChange> Changes,
    IReadOnlyList<ConflictRecord> Conflicts,
    IReadOnlyCollection<JournalEntry> Journal,
    IReadOnlyList<UnreadableItem> Unreadable,
    string[] Masters,
    IReadOnlyCollection<Guid> Arrived,
    SyncCounts Counts);
