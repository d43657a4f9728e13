using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>Builds the cases that one row of the table speaks of: every base, change, policy and time that its words allow.</summary>
internal static class CaseBuilder
{
    private const string SameEtag = "\"1\"";
    private const string NewEtag = "\"2\"";

    private enum Words
    {
        SameAsGoogle,
        Own,
        OwnButNotStored,
    }

    public static IEnumerable<TableCase> Cases(SyncTableRow row) =>
        from agreed in row.Bases
        from app in row.Apps
        from google in row.Googles
        from words in Enum.GetValues<Words>()
        where !(words == Words.OwnButNotStored && row.Says("Google now says what the row says"))
        from roles in CaseRoles.All
        from rowGone in RowGone(row, agreed, app)
        from forgotten in Forgotten(row, agreed, google)
        from time in Times(row, rowGone, google, forgotten)
        from offset in row.AsksForTime ? new[] { TimeSpan.FromMinutes(-10), TimeSpan.Zero, TimeSpan.FromMinutes(10) } : [TimeSpan.Zero]
        select Build(row, agreed, app, google, words, roles, rowGone, forgotten, time, offset);

    private static bool IsDeletion(string agreed, Change change) =>
        change is Change.Absent or Change.Deleted || (change == Change.Unchanged && agreed is "deleted");

    private static bool[] RowGone(SyncTableRow row, string agreed, Change app) =>
        !IsDeletion(agreed, app) ? [false]
        : row.Says("no row") ? [true]
        : row.Says("deleted row") || row.Prevails is not null ? [false]
        : [false, true];

    private static bool[] Forgotten(SyncTableRow row, string agreed, Change google) =>
        !IsDeletion(agreed, google) ? [false]
        : row.When.Any(w => w.Contains("tombstone", StringComparison.Ordinal)) ? [false]
        : row.Says("forgotten") ? [true]
        : agreed is "unanswered" ? [google == Change.Absent]
        : [false, true];

    private static IEnumerable<WhoPrevails> Times(SyncTableRow row, bool rowGone, Change google, bool forgotten)
    {
        if (row.Prevails is { } winner)
        {
            var unknown = google == Change.Deleted ? "unknown, Google deleted" : "unknown, Google edited";
            string[] possible = rowGone || forgotten ? [unknown, "any"] : [unknown, "the application's", "Google's", "same instant", "any"];
            return SyncTable.Prevailing.Where(p => p.Winner == winner && possible.Contains(p.Later, StringComparer.Ordinal));
        }

        string[] later = row.Says("older tombstone") ? ["the application's", "unknown"]
            : row.Says("newer tombstone") ? ["Google's", "same instant"]
            : ["the application's", "Google's", "same instant", "unknown"];
        return from policy in Enum.GetValues<ConflictPolicy>() from word in later select new WhoPrevails(policy, word, default);
    }

    private static TableCase Build(
        SyncTableRow row, string agreed, Change app, Change google, Words words, CaseRoles roles, bool rowGone, bool forgotten, WhoPrevails time,
        TimeSpan offset)
    {
        var (appEdits, googleEdits) = Edits(row, app, google, roles);
        var appBefore = words == Words.SameAsGoogle ? GoogleForm.Foreseen.Of(FieldValues.Original) : FieldValues.Original;
        var googleBefore = GoogleForm.Foreseen.Of(FieldValues.Original);
        var appNow = FieldValues.Edit(FieldValues.Edit(appBefore, appEdits, 1), appEdits & googleEdits & roles.Same, 3);
        var googleNow = FieldValues.Edit(FieldValues.Edit(googleBefore, googleEdits, 2), googleEdits & roles.Same, 3);
        if (row.Says("Google now says what the row says"))
        {
            appBefore = appNow = FieldValues.Edit(appBefore, roles.Same, 3);
        }

        googleNow = GoogleForm.Foreseen.Of(googleNow);
        var etag = google == Change.Unchanged ? SameEtag : NewEtag;
        var ownWords = words == Words.OwnButNotStored ? null : Agreement.OwnWords(appBefore, googleBefore);
        return new TableCase(
            rowGone ? null : new AppState(appNow, GoogleForm.Foreseen.Of(appNow), Sides.Noon, IsDeletion(agreed, app)),
            agreed is "none" ? null : new Agreement(googleBefore, ownWords, agreed is "unanswered" ? null : SameEtag, agreed is "deleted"),
            forgotten ? null
                : IsDeletion(agreed, google) ? new GoogleState(new EventFields(), etag, GoogleTime(time.Later, offset), true)
                : new GoogleState(googleNow, etag, GoogleTime(time.Later, offset), false),
            offset,
            time.Policy,
            app,
            google,
            roles);
    }

    private static (EventField App, EventField Google) Edits(SyncTableRow row, Change app, Change google, CaseRoles r) =>
        row.Says("same content") ? (EventField.None, EventField.None)
        : row.Says("different content") || row.Says("same field") ? (r.Disputed, r.Disputed)
        : row.Says("same edit") ? (r.Same, r.Same)
        : row.Says("same edit, and Google edited more") ? (r.Same, r.Same | r.Google)
        : row.Says("same edit, and the app edited more") ? (r.Same | r.App, r.Same)
        : row.Says("same field and others") ? (r.Disputed | r.App, r.Disputed | r.Google)
        : row.Says("Google now says what the row says") ? (EventField.None, r.Same)
        : (app == Change.Edited ? r.App : EventField.None, google == Change.Edited ? r.Google : EventField.None);

    private static DateTimeOffset? GoogleTime(string later, TimeSpan offset) => later switch
    {
        "the application's" => Sides.Noon + offset - TimeSpan.FromSeconds(1),
        "Google's" or "any" => Sides.Noon + offset + TimeSpan.FromSeconds(1),
        "same instant" => Sides.Noon + offset,
        _ => null,
    };
}
