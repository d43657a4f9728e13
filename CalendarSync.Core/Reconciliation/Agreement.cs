namespace CalendarSync.Core.Reconciliation;

/// <summary>What both sides last agreed on: the third tree of the three-way merge.</summary>
/// <param name="Google">What Google said then.</param>
/// <param name="App">What the row said then, where it used other words than Google; null where both used the same.</param>
/// <param name="Etag">Google's etag then; null where a write was sent and its answer never stored.</param>
/// <param name="Deleted">Both agreed that the event is deleted.</param>
internal sealed record Agreement(EventFields Google, EventFields? App, string? Etag, bool Deleted)
{
    /// <summary>A write was sent and its answer never stored: nobody knows whether Google has the event.</summary>
    public bool Unanswered => Etag is null && !Deleted;

    /// <summary>
    /// The base after Google has accepted what the row said. The row's own words are kept even where Google says what was
    /// expected: what is expected changes with the configuration, and that is no edit.
    /// </summary>
    /// <param name="sent">The row's words.</param>
    /// <param name="normal">The same as Google was expected to say it back.</param>
    /// <param name="answer">What Google did say.</param>
    public static Agreement AfterWrite(EventFields sent, EventFields normal, GoogleState answer) =>
        new(answer.Fields, OwnWords(sent, answer.Fields), answer.Etag, answer.Deleted);

    /// <summary>The words to keep beside Google's: none where they are the same.</summary>
    public static EventFields? OwnWords(EventFields words, EventFields google) => words.DifferencesFrom(google) == EventField.None ? null : words;

    /// <summary>
    /// The base with Google's present state. The row's own words stay where Google changed nothing; a tombstone, which may say
    /// nothing, keeps what was last known, for a revival.
    /// </summary>
    /// <param name="google">Null where Google has forgotten the event.</param>
    public Agreement Seen(GoogleState? google)
    {
        if (google is null or { Deleted: true })
        {
            return this with { Etag = google?.Etag, Deleted = true };
        }

        var words = App?.With(google.Fields.DifferencesFrom(Google), google.Fields);
        return new Agreement(google.Fields, words is null ? null : OwnWords(words, google.Fields), google.Etag, false);
    }
}
