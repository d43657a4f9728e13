using System.Text;
using CalendarSync.Core.Events;
using CalendarSync.Core.Google;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Storage;
using Npgsql;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>
/// What a deletion for good leaves in the application once Google has it. Of an occurrence that is a hole, or the series would take place there again; a
/// series takes its exceptions along; and a row that was made again meanwhile knows now that its event is deleted.
/// </summary>
/// <param name="EventId">What was deleted.</param>
/// <param name="Tombstone">What Google shows of it; null where nobody has looked.</param>
internal sealed record DeletionTrace(string EventId, GoogleEvent? Tombstone = null)
{
    /// <summary>Google does not know it at all: its series is gone too, or has no such slot any more.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>The row that was deleted for good was a hole in a series, and both sides knew.</summary>
    public static bool IsHole(QueueItem item) => BaseOf(item) is { IsCancelled: true, RecurringEventId: not null };

    public async Task LeaveAsync(NpgsqlConnection connection, PushRun run, QueueItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await EventStore.NoteDeletedAsync(connection, run.CalendarId, EventId, cancellationToken))
        {
            return;
        }

        var agreed = BaseOf(item);
        if (agreed is { Recurrence.Count: > 0 })
        {
            await SeriesStore.SettleAsync(connection, run.CalendarId, [EventId], now, cancellationToken);
        }
        else if (!IsForgotten && EventIds.TryParseInstance(EventId, out var seriesId, out var slot)
            && await SeriesStore.FindWithoutAsync(connection, run.CalendarId, seriesId, slot, item.EventId, cancellationToken) is { } series)
        {
            var hole = new EventChange
            {
                Id = item.EventId,
                IsNew = true,
                CompanyId = item.CompanyId,
                UserId = item.UserId ?? run.Calendar.UserId,
                Role = run.Calendar.Role,
                Presence = Presence.Deleted,
                CalendarId = run.CalendarId,
                GoogleEventId = EventId,
                Etag = Tombstone?.Etag ?? item.GoogleEtag,
                GoogleUpdatedAt = Tombstone?.Updated ?? agreed?.Updated,
                GoogleEvent = Tombstone?.Raw ?? (item.GoogleEvent is { } was ? OccurrenceBase.Cancelled(was) : PendingWrite.DeletionBody(EventId)),
                SyncedVersion = 1,
                RecurringEventId = seriesId,
                SeriesId = series,
                OriginalStartAt = slot.At,
                OriginalStartDate = slot.Day,
            };
            await EventWriter.WriteAsync(connection, [hole], now, cancellationToken);
            var entry = new JournalEntry(run.RunId, item.CompanyId, run.Calendar.Id, item.EventId, EventId, false, "created", "hole_in_google");
            await Journal.WriteAsync(connection, [entry], now, cancellationToken);
        }
    }

    private static GoogleEvent? BaseOf(QueueItem item) => item.GoogleEvent is { } json ? GoogleEventReader.Stored(Encoding.UTF8.GetBytes(json)) : null;
}
