using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>Both sides, built from the words of one row of the table.</summary>
internal sealed record TableCase(
    AppState? App, Agreement? Agreed, GoogleState? Google, TimeSpan Offset, ConflictPolicy Policy, Change AppChange, Change GoogleChange,
    CaseRoles Roles)
{
    public Decision Decide() => Reconciler.Decide(App, Agreed, Google, Offset, Policy);

    /// <summary>The application's side once the decision has been carried out on it.</summary>
    public AppState? AppAfter(Decision decision)
    {
        if (decision.RowEffect == RowEffect.Delete)
        {
            return App! with { Deleted = true };
        }

        if (decision.RowEffect == RowEffect.None)
        {
            return App;
        }

        var words = (App?.Fields ?? new EventFields()).With(decision.RowChanges, decision.Target!);
        return new AppState(words, GoogleForm.Foreseen.Of(words), App?.ChangedAt ?? Sides.Noon, false);
    }
}
