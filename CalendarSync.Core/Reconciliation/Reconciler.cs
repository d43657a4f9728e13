namespace CalendarSync.Core.Reconciliation;

/// <summary>
/// The decision between the two directions: one event, three trees, no I/O. Published as <c>docs/sync-table.md</c>; both
/// directions act on what it returns.
/// </summary>
internal static class Reconciler
{
    /// <summary>Decides for one event.</summary>
    /// <param name="app">The application's side; null where there is no row and none was deleted.</param>
    /// <param name="agreed">The base; null where the sides never agreed on anything.</param>
    /// <param name="google">Google's side; null where Google has no event and, with a base, no memory of it.</param>
    /// <param name="googleClockOffset">Google's clock minus ours.</param>
    /// <param name="policy">Who prevails where both changed the same thing.</param>
    public static Decision Decide(AppState? app, Agreement? agreed, GoogleState? google, TimeSpan googleClockOffset, ConflictPolicy policy)
    {
        var referee = new Referee(policy, googleClockOffset);
        return agreed is null ? WithoutBase(app, google, referee) : WithBase(app, agreed, google, referee);
    }

    /// <summary>What the application did since the base.</summary>
    public static Change ChangeOf(AppState? app, Agreement? agreed) =>
        (app, agreed) switch
        {
            (null or { Deleted: true }, null) => Change.Absent,
            (_, null) => Change.New,
            (null or { Deleted: true }, { Deleted: true }) => Change.Unchanged,
            (null or { Deleted: true }, _) => Change.Deleted,
            (_, { Deleted: true }) => Change.Edited,
            _ => app.Fields.DifferencesFrom(FieldMerge.AppBase(app, agreed)) == EventField.None ? Change.Unchanged : Change.Edited,
        };

    /// <summary>What Google did since the base.</summary>
    public static Change ChangeOf(GoogleState? google, Agreement? agreed) =>
        (google, agreed) switch
        {
            (null or { Deleted: true }, null) => Change.Absent,
            (_, null) => Change.New,
            (null or { Deleted: true }, { Deleted: true }) => Change.Unchanged,
            (null or { Deleted: true }, _) => Change.Deleted,
            (_, { Deleted: true }) => Change.Edited,
            _ when google.Etag is not null && string.Equals(google.Etag, agreed.Etag, StringComparison.Ordinal) => Change.Unchanged,
            _ => google.Fields.DifferencesFrom(agreed.Google) == EventField.None ? Change.Touched : Change.Edited,
        };

    private static Decision WithoutBase(AppState? app, GoogleState? google, Referee referee)
    {
        var (a, g) = (ChangeOf(app, null), ChangeOf(google, null));
        return (a, g) switch
        {
            (Change.Absent, Change.Absent) => new Decision { App = a, Google = g, Reason = "nothing_anywhere" },
            (Change.New, Change.Absent) => new Decision
            {
                App = a,
                Google = g,
                Reason = "new_in_app",
                GoogleEffect = GoogleEffect.Insert,
                Target = app!.Fields,
                GoogleChanges = EventField.All,
            },
            (Change.Absent, Change.New) when app is null => new Decision
            {
                App = a,
                Google = g,
                Reason = "new_in_google",
                RowEffect = RowEffect.Insert,
                Target = google!.Fields,
                RowChanges = EventField.All,
                Base = Now(google),
            },
            // The row was deleted before the answer to its insert was known.
            (Change.Absent, Change.New) => DeletedAgainstEdited(app, google!, a, g, referee),
            _ => FieldMerge.Decide(app!, null, google!, a, g, referee),
        };
    }

    private static Decision WithBase(AppState? app, Agreement agreed, GoogleState? google, Referee referee)
    {
        var (a, g) = (ChangeOf(app, agreed), ChangeOf(google, agreed));
        var now = google is null ? agreed with { Deleted = true, Etag = null } : Advance(agreed, google);
        return (a, g) switch
        {
            (Change.Unchanged, Change.Unchanged) => new Decision { App = a, Google = g, Reason = "unchanged", Target = app?.Fields, Base = now },
            (Change.Unchanged, Change.Touched) => new Decision { App = a, Google = g, Reason = "touched_in_google", Target = app!.Fields, Base = now },
            (Change.Unchanged, Change.Deleted) => new Decision
            {
                App = a,
                Google = g,
                Reason = "deleted_in_google",
                RowEffect = RowEffect.Delete,
                Base = now,
            },
            (Change.Deleted, Change.Unchanged or Change.Touched) => new Decision
            {
                App = a,
                Google = g,
                Reason = "deleted_in_app",
                GoogleEffect = GoogleEffect.Delete,
                Base = now,
            },
            (Change.Deleted, Change.Deleted) => new Decision { App = a, Google = g, Reason = "deleted_in_both", Base = now },
            (Change.Deleted, Change.Edited) => DeletedAgainstEdited(app!, google!, a, g, referee),
            (Change.Edited, Change.Deleted) => EditedAgainstDeleted(app!, google, now, g, referee),
            (Change.Edited, Change.Unchanged) when agreed.Deleted => new Decision
            {
                App = a,
                Google = g,
                Reason = "revived_in_app",
                GoogleEffect = GoogleEffect.Write,
                Target = app!.Fields,
                GoogleChanges = EventField.All,
                Base = now,
            },
            (Change.Unchanged, Change.Edited) when agreed.Deleted => new Decision
            {
                App = a,
                Google = g,
                Reason = "revived_in_google",
                RowEffect = app is null ? RowEffect.Insert : RowEffect.Write,
                Target = google!.Fields,
                RowChanges = EventField.All,
                Base = Now(google),
            },
            _ => FieldMerge.Decide(app!, agreed, google!, a, g, referee),
        };
    }

    private static Decision DeletedAgainstEdited(AppState app, GoogleState google, Change a, Change g, Referee referee)
    {
        var winner = referee.Between(app.ChangedAt, google.UpdatedAt);
        var finding = new ConflictFinding(EventField.All, winner, null, google.Fields);
        var decision = new Decision { App = a, Google = g, Reason = "deleted_in_app_edited_in_google", Conflict = finding };
        return winner switch
        {
            Winner.App => decision with { GoogleEffect = GoogleEffect.Delete, Base = Now(google) },
            Winner.Google => decision with
            {
                RowEffect = RowEffect.Write,
                Target = google.Fields,
                RowChanges = EventField.All,
                Base = Now(google),
            },
            _ => decision,
        };
    }

    private static Decision EditedAgainstDeleted(AppState app, GoogleState? google, Agreement now, Change g, Referee referee)
    {
        var winner = referee.Between(app.ChangedAt, google?.UpdatedAt);
        var finding = new ConflictFinding(EventField.All, winner, app.Fields, null);
        var decision = new Decision { App = Change.Edited, Google = g, Reason = "edited_in_app_deleted_in_google", Conflict = finding };
        return winner switch
        {
            Winner.App => decision with { GoogleEffect = GoogleEffect.Write, Target = app.Fields, GoogleChanges = EventField.All, Base = now },
            Winner.Google => decision with { RowEffect = RowEffect.Delete, Base = now },
            _ => decision,
        };
    }

    private static Agreement Now(GoogleState google) => new(google.Fields, null, google.Etag, google.Deleted);

    /// <summary>The base with Google's present state. A tombstone that says nothing keeps what was last known, for a revival.</summary>
    private static Agreement Advance(Agreement agreed, GoogleState google) =>
        google.Deleted
            ? agreed with { Etag = google.Etag, Deleted = true }
            : agreed with { Google = google.Fields, Etag = google.Etag, Deleted = false };
}
