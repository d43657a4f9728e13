using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>All states of both sides and of the base over a few values of two fields, and what is decided for each.</summary>
internal static class Universe
{
    private static readonly EventFields[] Words =
    [
        .. from title in new[] { "a", "b", "c" }
           from location in new[] { "here", "there" }
           select new EventFields { Title = title, Location = location },
    ];

    public static IEnumerable<(AppState? App, Agreement? Agreed, GoogleState? Google, Decision Decision)> Decisions() =>
        from agreed in Bases()
        from google in Googles(agreed)
        from app in Apps()
        from policy in Enum.GetValues<ConflictPolicy>()
        select (app, agreed, google, Reconciler.Decide(app, agreed, google, TimeSpan.Zero, policy));

    private static IEnumerable<Agreement?> Bases() =>
        (from google in Words
         from app in Words.Prepend(null)
         where app is null || app.DifferencesFrom(google) != EventField.None
         from kind in new[] { ("\"1\"", false), (null, false), ("\"1\"", true), (null, true) }
         select new Agreement(google, app, kind.Item1, kind.Item2)).Prepend(null);

    private static IEnumerable<GoogleState?> Googles(Agreement? agreed)
    {
        DateTimeOffset?[] times = [Sides.Noon.AddHours(-1), Sides.Noon.AddHours(1), null];
        IEnumerable<GoogleState?> live = from fields in Words from time in times select new GoogleState(fields, "\"2\"", time, false);
        IEnumerable<GoogleState?> tombstones = from time in times select new GoogleState(new EventFields(), "\"3\"", time, true);
        IEnumerable<GoogleState?> same = agreed is { Etag: { } etag } ? [new GoogleState(agreed.Google, etag, Sides.Noon, false)] : [];
        return [null, .. live, .. tombstones, .. same];
    }

    /// <summary>Rows whose words Google would keep, and rows that it would say in other words.</summary>
    private static IEnumerable<AppState?> Apps() =>
        (from words in Words
         from normal in new[] { words, words with { Title = words.Title is "c" ? "b" : words.Title } }
         from deleted in new[] { false, true }
         select new AppState(words, normal, Sides.Noon, deleted)).Prepend(null);
}
