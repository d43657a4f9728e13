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

    /// <summary>
    /// The base while a write has no answer. Where Google says what was sent, both agree on that, whether the write arrived or
    /// somebody did the same; elsewhere what was agreed before stands. So our own write is never taken for somebody's edit,
    /// and nobody's edit for our own write.
    /// </summary>
    /// <param name="agreed">The base before the write; null before an insert.</param>
    /// <param name="sent">What was sent, as Google was expected to say it back.</param>
    /// <param name="words">The row's words then; null where they are not known any more.</param>
    /// <param name="google">Google's event; null where Google has none.</param>
    /// <returns>Null where an insert meets another event under its id: whoever said what, it was never agreed.</returns>
    public static Agreement? WithWriteInDoubt(Agreement? agreed, EventFields sent, EventFields? words, GoogleState? google)
    {
        if (google is null or { Deleted: true })
        {
            return agreed ?? Unsure();
        }

        if (agreed is null)
        {
            return google.Fields.DifferencesFrom(sent) == EventField.None ? Unsure() : null;
        }

        if (agreed.IsOf(google))
        {
            return agreed;
        }

        var changed = agreed.Deleted ? EventField.All : sent.DifferencesFrom(agreed.Google);
        var arrived = changed & ~google.Fields.DifferencesFrom(sent);
        var said = agreed.Google.With(arrived, google.Fields);
        return new Agreement(said, OwnWords((agreed.App ?? agreed.Google).With(arrived, words ?? google.Fields), said), null, false);

        Agreement Unsure() => new(sent, words is null ? null : OwnWords(words, sent), null, false);
    }

    /// <summary>
    /// The base of an occurrence whose series was edited meanwhile. What the application says of the occurrence stands beside what somebody says of the whole
    /// series, and meets nothing: there, Google's present state is the base.
    /// </summary>
    public Agreement RebasedOn(GoogleState google, AppState app) =>
        this with { Google = Google.With(app.Deleted ? EventField.All : app.Fields.DifferencesFrom(FieldMerge.AppBase(app, this)), google.Fields) };

    /// <summary>Google's event is still the one that this base speaks of; or, where it has been deleted since, an older reading of it.</summary>
    public bool IsOf(GoogleState google) =>
        google is { Deleted: false, Etag: not null } && string.Equals(google.Etag, Etag, StringComparison.Ordinal);

    /// <summary>The base after both know that the event is deleted. The etag stays: an older reading of the event is known by it.</summary>
    public Agreement AfterDelete() => this with { Deleted = true };

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

        if (IsOf(google))
        {
            return this;
        }

        var words = App?.With(google.Fields.DifferencesFrom(Google), google.Fields);
        return new Agreement(google.Fields, words is null ? null : OwnWords(words, google.Fields), google.Etag, false);
    }
}
