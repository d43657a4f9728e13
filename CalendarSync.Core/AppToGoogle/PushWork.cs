using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>One change with all that is known of its event.</summary>
/// <param name="Item">The claimed item.</param>
/// <param name="Row">The row as loaded; null where it was deleted for good.</param>
/// <param name="InDoubt">A write that somebody sent before and whose answer nobody stored.</param>
internal sealed record PushWork(QueueItem Item, EventRow? Row, PendingWrite? InDoubt)
{
    /// <summary>The write of the first plan is announced already, together with others.</summary>
    public bool IsAnnounced { get; init; }

    /// <summary>An insert that was in doubt, and that Google does not show: it may do so yet.</summary>
    public PendingWrite? Earlier { get; init; }

    /// <summary>The id under which Google had the event can never be used again: insert it under the next one.</summary>
    public bool Renews { get; init; }

    /// <summary>The generation of the row's id that an insert uses.</summary>
    public int Generation { get; init; } = GenerationOf(Row, InDoubt) ?? 0;

    public PushWork Renewed() => this with
    {
        InDoubt = null,
        IsAnnounced = false,
        Renews = true,
        Generation = Renews ? Generation + 1 : (GenerationOf(Row, InDoubt) ?? (Row?.GoogleEventId is null ? 0 : -1)) + 1,
    };

    private static int? GenerationOf(EventRow? row, PendingWrite? inDoubt) =>
        (row?.GoogleEventId ?? inDoubt?.GoogleEventId) is { } id && EventIds.TryParse(id, out var rowId, out var generation)
        && rowId == (row?.Id ?? inDoubt?.EventId)
            ? generation
            : null;
}
