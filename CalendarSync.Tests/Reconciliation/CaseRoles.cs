using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>Which field plays which part in a case.</summary>
/// <param name="Disputed">Edited by both, differently.</param>
/// <param name="App">Edited by the application only.</param>
/// <param name="Google">Edited by Google only.</param>
/// <param name="Same">Edited by both to the same value.</param>
internal sealed record CaseRoles(EventField Disputed, EventField App, EventField Google, EventField Same)
{
    /// <summary>Every field plays every part once.</summary>
    public static IEnumerable<CaseRoles> All =>
        from i in Enumerable.Range(0, FieldValues.Fields.Length)
        let roles = new CaseRoles(At(i), At(i + 1), At(i + 2), At(i + 3))
        where (roles.Disputed & FieldValues.TwoValued) == EventField.None
        select roles;

    public EventField Of(IEnumerable<string> words) => words.Aggregate(EventField.None, (fields, word) => fields | word switch
    {
        "everything" => EventField.All,
        "Google's edits" => Google,
        "app's edits" => App,
        _ => Disputed,
    });

    private static EventField At(int index) => FieldValues.Fields[index % FieldValues.Fields.Length];
}
