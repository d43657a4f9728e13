using System.Text;
using CalendarSync.Core.Google;
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
    public static Agreement? Agreed(EventRow row, PendingWrite? sent, GoogleState? actual)
    {
        var stored = Stored(row);
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

        return actual is null
            ? stored
            : Agreement.WithWriteInDoubt(stored, GoogleEventMapper.ToFields(written), row.Version == sent.Version ? row.ToFields() : null, actual);
    }

    /// <summary>The base of an event whose row is gone: only a write in doubt can tell.</summary>
    public static Agreement? AgreedWithoutRow(PendingWrite? sent, GoogleState actual)
    {
        if (sent is null)
        {
            return null;
        }

        var fields = GoogleEventMapper.ToFields(GoogleEventReader.Stored(Encoding.UTF8.GetBytes(sent.Body)));
        return fields.DifferencesFrom(actual.Fields) == EventField.None ? new Agreement(fields, null, null, false) : null;
    }

    private static Agreement? Stored(EventRow row)
    {
        if (row.GoogleEvent is null)
        {
            return null;
        }

        var google = GoogleEventReader.Stored(Encoding.UTF8.GetBytes(row.GoogleEvent));
        return new Agreement(
            GoogleEventMapper.ToFields(google),
            row.GoogleAgreed is null ? null : EventFieldsDocument.Read(row.GoogleAgreed),
            row.GoogleEtag,
            google.IsCancelled);
    }
}
