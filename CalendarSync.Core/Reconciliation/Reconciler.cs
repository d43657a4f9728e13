namespace CalendarSync.Core.Reconciliation;

/// <summary>
/// The decision between the two directions: one event, three trees, no I/O. Published as <c>docs/sync-table.md</c>; both
/// directions act on what it returns.
/// </summary>
internal static class Reconciler
{
    /// <summary>Decides for one event.</summary>
    /// <param name="app">The application's side; null where there is no row, and nothing is known of one that was deleted.</param>
    /// <param name="agreed">The base; null where the sides never agreed on anything.</param>
    /// <param name="google">Google's newest state; null where Google has no event and no memory of it.</param>
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
            (null, { Unanswered: true }) => Change.Absent,
            (null or { Deleted: true }, { Deleted: true }) => Change.Unchanged,
            (null or { Deleted: true }, _) => Change.Deleted,
            _ when agreed.IsOf(google) => Change.Unchanged,
            (_, { Deleted: true }) => Change.Edited,
            _ => google.Fields.DifferencesFrom(agreed.Google) == EventField.None ? Change.Touched : Change.Edited,
        };

    private static Decision WithoutBase(AppState? app, GoogleState? google, Referee referee)
    {
        var (a, g) = (ChangeOf(app, null), ChangeOf(google, null));
        return (a, g) switch
        {
            (Change.Absent, Change.Absent) => new Decision { App = a, Google = g, Reason = "nothing_anywhere" },
            (Change.New, Change.Absent) => ToGoogle(app!, google, Started(google), a, g, google is null ? "new_in_app" : "new_in_app_over_tombstone"),
            (Change.Absent, Change.New) when app is null => ToRow(app, google!, Started(google)!, a, g, "new_in_google"),
            (Change.Absent, Change.New) => DeletedAgainstEdited(app, google!, Started(google)!, a, g, referee),
            _ => FieldMerge.Decide(app!, null, google!, a, g, referee),
        };
    }

    private static Decision WithBase(AppState? app, Agreement agreed, GoogleState? google, Referee referee)
    {
        var (a, g) = (ChangeOf(app, agreed), ChangeOf(google, agreed));
        var seen = agreed.Seen(google);
        return (a, g) switch
        {
            (Change.Deleted, Change.Absent) => new Decision { App = a, Google = g, Reason = "insert_withdrawn" },
            (_, Change.Absent) => ToGoogle(app!, google, null, a, g, "insert_repeated"),
            (Change.Unchanged, Change.Unchanged) => Settled("unchanged") with { Target = app is { Deleted: false } ? app.Fields : null },
            (Change.Unchanged, Change.Touched) => Settled("touched_in_google") with { Target = app!.Fields },
            // The id bore another event before: its tombstone is older than the row.
            (Change.Unchanged, Change.Deleted) when agreed.Unanswered && !referee.DeletedSince(app!.ChangedAt, google!.UpdatedAt) =>
                ToGoogle(app, google, seen, a, g, "new_in_app_over_tombstone"),
            (Change.Unchanged, Change.Deleted) => Settled("deleted_in_google") with { RowEffect = RowEffect.Delete },
            (Change.Deleted, Change.Unchanged or Change.Touched) => Settled("deleted_in_app") with { GoogleEffect = GoogleEffect.Delete },
            (Change.Deleted, Change.Deleted) => Settled("deleted_in_both"),
            (Change.Deleted, Change.Edited) => DeletedAgainstEdited(app, google!, seen, a, g, referee),
            (Change.Edited, Change.Deleted) => EditedAgainstDeleted(app!, google, seen, a, g, referee),
            (Change.Edited, Change.Unchanged) when agreed.Deleted => ToGoogle(app!, google, seen, a, g, "revived_in_app"),
            (Change.Unchanged, Change.Edited) when agreed.Deleted => ToRow(app, google!, seen, a, g, "revived_in_google"),
            _ => FieldMerge.Decide(app!, agreed, google!, a, g, referee),
        };

        Decision Settled(string reason) => new() { App = a, Google = g, Reason = reason, Base = seen };
    }

    private static Decision DeletedAgainstEdited(AppState? app, GoogleState google, Agreement seen, Change a, Change g, Referee referee)
    {
        const string Reason = "deleted_in_app_edited_in_google";
        var winner = referee.Between(app?.ChangedAt, google.UpdatedAt);
        var decision = winner switch
        {
            Winner.App => new Decision { App = a, Google = g, Reason = Reason, GoogleEffect = GoogleEffect.Delete, Base = seen },
            Winner.Google => ToRow(app, google, seen, a, g, Reason),
            _ => new Decision { App = a, Google = g, Reason = Reason },
        };
        return decision with { Conflict = new ConflictFinding(EventField.All, winner, null, google.Fields) };
    }

    private static Decision EditedAgainstDeleted(AppState app, GoogleState? google, Agreement seen, Change a, Change g, Referee referee)
    {
        const string Reason = "edited_in_app_deleted_in_google";
        var winner = referee.BetweenEditAndDeletion(app.ChangedAt, google?.UpdatedAt);
        var decision = winner switch
        {
            Winner.App => ToGoogle(app, google, seen, a, g, Reason),
            Winner.Google => new Decision { App = a, Google = g, Reason = Reason, RowEffect = RowEffect.Delete, Base = seen },
            _ => new Decision { App = a, Google = g, Reason = Reason },
        };
        return decision with { Conflict = new ConflictFinding(EventField.All, winner, app.Fields, null) };
    }

    /// <summary>
    /// The whole event to Google. A tombstone keeps its id for ever, so it is written over; only what Google does not know is inserted.
    /// </summary>
    private static Decision ToGoogle(AppState app, GoogleState? google, Agreement? after, Change a, Change g, string reason) => new()
    {
        App = a,
        Google = g,
        Reason = reason,
        GoogleEffect = google is null ? GoogleEffect.Insert : GoogleEffect.Write,
        Target = app.Fields,
        GoogleChanges = EventField.All,
        Base = after,
    };

    /// <summary>The whole event to the application, in the row's own words where it had some.</summary>
    private static Decision ToRow(AppState? app, GoogleState google, Agreement after, Change a, Change g, string reason) => new()
    {
        App = a,
        Google = g,
        Reason = reason,
        RowEffect = app is null ? RowEffect.Insert : RowEffect.Write,
        Target = after.App ?? google.Fields,
        RowChanges = EventField.All,
        Base = after,
    };

    private static Agreement? Started(GoogleState? google) => google is null ? null : new Agreement(google.Fields, null, google.Etag, google.Deleted);
}
