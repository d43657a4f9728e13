namespace CalendarSync.Core.Reconciliation;

/// <summary>
/// Both sides are live: field by field, each edit survives on both sides; the policy is asked only where both edited the same
/// field differently.
/// </summary>
internal static class FieldMerge
{
    /// <summary>
    /// What the row said when the sides agreed. Where it means the same as Google did then, its present words stand: other
    /// words for the same thing are no edit.
    /// </summary>
    public static EventFields AppBase(AppState app, Agreement agreed) =>
        (agreed.App ?? agreed.Google).With(EventField.All & ~app.DifferencesFrom(agreed.Google), app.Fields);

    public static Decision Decide(AppState app, Agreement? agreed, GoogleState google, Change a, Change g, Referee referee)
    {
        var appBase = agreed is null ? null : AppBase(app, agreed);
        var appEdits = appBase is null ? EventField.All : app.Fields.DifferencesFrom(appBase);
        var googleEdits = agreed is null ? EventField.All : google.Fields.DifferencesFrom(agreed.Google);
        var differing = app.DifferencesFrom(google.Fields);
        var disputed = appEdits & googleEdits & differing;

        var winner = disputed == EventField.None ? Winner.App : referee.Between(app.ChangedAt, google.UpdatedAt);
        var finding = disputed == EventField.None ? null : new ConflictFinding(disputed, winner, app.Fields, google.Fields);
        var decision = new Decision { App = a, Google = g, Reason = Reason(a, g, disputed), Conflict = finding };
        if (winner == Winner.Open)
        {
            return decision;
        }

        var toRow = googleEdits & ~appEdits & differing;
        var toGoogle = appEdits & ~googleEdits & differing;
        if (winner == Winner.Google)
        {
            toRow |= disputed;
        }
        else
        {
            toGoogle |= disputed;
        }

        var target = app.Fields.With(toRow, google.Fields);
        return decision with
        {
            RowEffect = toRow == EventField.None ? RowEffect.None : RowEffect.Write,
            GoogleEffect = toGoogle == EventField.None ? GoogleEffect.None : GoogleEffect.Write,
            Target = target,
            RowChanges = toRow,
            GoogleChanges = toGoogle,
            Base = new Agreement(google.Fields, Agreement.OwnWords(Words(), google.Fields), google.Etag, false),
        };

        // What is still to be sent must go on differing from the base; everything else is agreed as the row now says it.
        EventFields Words()
        {
            var owed = google.Fields.With(toGoogle & ~disputed, appBase ?? google.Fields);
            return target.With(toGoogle, owed);
        }
    }

    private static string Reason(Change a, Change g, EventField disputed) => (a, g, disputed) switch
    {
        (Change.New, _, EventField.None) => "adopted",
        (Change.New, _, _) => "adopted_with_differences",
        (Change.Unchanged, _, _) => "edited_in_google",
        (_, Change.Unchanged or Change.Touched, _) => "edited_in_app",
        (_, _, EventField.None) => "merged",
        _ => "edited_in_both",
    };
}
