using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Conflicts;

/// <summary>The decision about an open conflict once a person has chosen: that of the table, with the choice in the place of the policy.</summary>
internal static class ConflictDecision
{
    /// <param name="app">The application's side; null where the row is gone for good.</param>
    /// <param name="agreed">The base.</param>
    /// <param name="google">Google's side, as the question knew it.</param>
    /// <param name="fromGoogle">The fields that take Google's value.</param>
    /// <param name="wholeEvent">One side deleted what the other edited: all or nothing.</param>
    public static Decision Decide(AppState? app, Agreement? agreed, GoogleState? google, EventField fromGoogle, bool wholeEvent)
    {
        var policy = fromGoogle == EventField.All ? ConflictPolicy.GoogleWins : ConflictPolicy.AppWins;
        if (wholeEvent || app is null or { Deleted: true } || google is null or { Deleted: true })
        {
            return Reconciler.Decide(app, agreed, google, TimeSpan.Zero, policy) with { Conflict = null };
        }

        // Whoever takes Google's value of a field has not edited it, as far as the decision is concerned.
        var taken = fromGoogle & app.DifferencesFrom(google.Fields) & DisputedBy(app, agreed, google);
        var without = app with { Fields = app.Fields.With(taken, google.Fields), Normal = app.Normal.With(taken, google.Fields) };
        var decision = Reconciler.Decide(without, agreed, google, TimeSpan.Zero, ConflictPolicy.AppWins) with { Conflict = null };
        return taken == EventField.None || decision.RowEffect is not (RowEffect.None or RowEffect.Write)
            ? decision
            : decision with { RowEffect = RowEffect.Write, RowChanges = decision.RowChanges | taken };
    }

    /// <summary>The fields that both sides edited: a field that only the application edited is none of the question.</summary>
    private static EventField DisputedBy(AppState app, Agreement? agreed, GoogleState google) =>
        agreed is null
            ? EventField.All
            : app.Fields.DifferencesFrom(FieldMerge.AppBase(app, agreed)) & google.Fields.DifferencesFrom(agreed.Google);
}
