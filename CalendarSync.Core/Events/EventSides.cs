using System.Text;
using CalendarSync.Core.Google;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.Events;

/// <summary>How a row, what is stored beside it, and Google's event become the three trees of the decision.</summary>
internal static class EventSides
{
    // Any legal id does: the body is read back at once and its id is not looked at.
    private const string NoId = "00000";

    public static AppState App(EventRow row, WriteContext context)
    {
        var fields = row.ToFields();
        return new AppState(fields, AsGoogleSaysIt(fields, context), row.UpdatedAt, row.DeletedAt is not null);
    }

    public static GoogleState Google(GoogleEvent e) => new(GoogleEventMapper.ToFields(e), e.Etag, e.Updated, e.IsCancelled);

    /// <summary>What the row would be after a way there and back, as far as that can be foreseen.</summary>
    public static EventFields AsGoogleSaysIt(EventFields fields, WriteContext context) =>
        fields.Times is not null && GoogleEventReader.Read(GoogleEventMapper.NewBody(fields, NoId, context), out _) is { } written
            ? GoogleEventMapper.ToFields(written)
            : fields;

    /// <summary>The base. Where a write is in doubt and Google's event shows that it arrived, what was sent is the base.</summary>
    /// <param name="row">The row with its stored base.</param>
    /// <param name="sent">A write without a stored answer, if there is one.</param>
    /// <param name="actual">Google's event where it has just been read; null where it has not.</param>
    public static Agreement? Agreed(EventRow row, PendingWrite? sent, GoogleState? actual) =>
        Agreed(Stored(row), sent, actual, row.Version == sent?.Version ? row.ToFields() : null);

    /// <summary>The base of an event whose row is gone: what the queue has kept of it.</summary>
    /// <param name="item">The deletion.</param>
    /// <param name="sent">A write without a stored answer, if there is one.</param>
    /// <param name="actual">Google's event, just read.</param>
    public static Agreement? Agreed(QueueItem item, PendingWrite? sent, GoogleState actual) =>
        Agreed(item.GoogleEvent is null ? null : Stored(item.GoogleEvent, item.GoogleAgreed, item.GoogleEtag), sent, actual, null);

    private static Agreement? Agreed(Agreement? stored, PendingWrite? sent, GoogleState? actual, EventFields? words)
    {
        if (sent is null)
        {
            return stored;
        }

        var written = GoogleEventReader.Stored(Encoding.UTF8.GetBytes(sent.Body));
        if (written.IsCancelled)
        {
            // Our deletion, or somebody's: what the row says since then was said knowing of it.
            return actual is null or { Deleted: true } ? stored?.AfterDelete() : stored;
        }

        if (actual is null)
        {
            return stored;
        }

        var earlier = sent.Earlier is { } body ? GoogleEventMapper.ToFields(GoogleEventReader.Stored(Encoding.UTF8.GetBytes(body))) : null;
        if (earlier is not null && actual.Deleted)
        {
            // Which of the two inserts arrived nobody can tell any more. What the row has said since the first is an edit, or it could be lost.
            return Agreement.WithWriteInDoubt(stored, earlier, null, actual);
        }

        return Agreement.WithWriteInDoubt(stored, GoogleEventMapper.ToFields(written), words, actual)
            ?? (earlier is null ? null : Agreement.WithWriteInDoubt(stored, earlier, null, actual));
    }

    private static Agreement? Stored(EventRow row) => row.GoogleEvent is null ? null : Stored(row.GoogleEvent, row.GoogleAgreed, row.GoogleEtag);

    private static Agreement Stored(string googleEvent, string? agreed, string? etag)
    {
        var google = GoogleEventReader.Stored(Encoding.UTF8.GetBytes(googleEvent));
        return new Agreement(GoogleEventMapper.ToFields(google), agreed is null ? null : EventFieldsDocument.Read(agreed), etag, google.IsCancelled);
    }
}
