using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>What a page means for the database.</summary>
/// <param name="Changes">Rows to write.</param>
/// <param name="Conflicts">Conflicts to record.</param>
/// <param name="Journal">Lines of the journal.</param>
/// <param name="Unreadable">Items that could be parsed and not understood.</param>
/// <param name="Masters">Series of the page, whose exceptions may be here already.</param>
/// <param name="Revived">Those of them that came back to life.</param>
/// <param name="Returned">Those that came from another calendar, or from the dead: deltas do not tell all of their exceptions.</param>
/// <param name="Retimed">Those that have other slots now: deltas do not tell which of their exceptions have lost theirs.</param>
/// <param name="Owed">Rows of which Google has still to be told something.</param>
/// <param name="Arrived">Rows whose insert, of which no answer was stored, is seen to have arrived.</param>
/// <param name="Counts">For the report.</param>
internal sealed record PageDecisions(
    IReadOnlyList<EventChange> Changes,
    IReadOnlyList<ConflictRecord> Conflicts,
    IReadOnlyCollection<JournalEntry> Journal,
    IReadOnlyList<UnreadableItem> Unreadable,
    string[] Masters,
    string[] Revived,
    string[] Returned,
    string[] Retimed,
    Guid[] Owed,
    IReadOnlyCollection<Guid> Arrived,
    SyncCounts Counts);
