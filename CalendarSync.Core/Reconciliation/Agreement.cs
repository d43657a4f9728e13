namespace CalendarSync.Core.Reconciliation;

/// <summary>What both sides last agreed on: the third tree of the three-way merge.</summary>
/// <param name="Google">What Google said then.</param>
/// <param name="App">What the row said then, where Google says it in words of its own; null where both said the same.</param>
/// <param name="Etag">Google's etag then; null where an insert was sent and its answer never stored.</param>
/// <param name="Deleted">Both agreed that the event is deleted.</param>
internal sealed record Agreement(EventFields Google, EventFields? App, string? Etag, bool Deleted)
{
    /// <summary>The base after Google has accepted what the row said.</summary>
    /// <param name="sent">The row's words.</param>
    /// <param name="normal">The same as Google was expected to say it back.</param>
    /// <param name="answer">What Google did say.</param>
    public static Agreement AfterWrite(EventFields sent, EventFields normal, GoogleState answer) =>
        new(answer.Fields, normal.DifferencesFrom(answer.Fields) == EventField.None ? null : sent, answer.Etag, answer.Deleted);
}
