namespace CalendarSync.Local.Page;

/// <summary>Whether the sync has done its work: compared event by event, not believed.</summary>
/// <param name="Differences">Events that only one side has, or that say something else on the other.</param>
/// <param name="Doubles">Events that one side has more often than the other.</param>
/// <param name="Waiting">Changes that are not in Google yet.</param>
internal sealed record Verdict(int Differences, int Doubles, int Waiting)
{
    public bool Settled => (Differences, Doubles, Waiting) == (0, 0, 0);

    public static Verdict Of(IReadOnlyList<SideEvent> app, IReadOnlyList<SideEvent> google, int waiting)
    {
        ILookup<string, SideEvent> linked = app.Where(item => item.GoogleId is not null).ToLookup(item => item.GoogleId!, StringComparer.Ordinal);
        int missingThere = app.Count(row => row.GoogleId is null || !google.Any(item => string.Equals(item.Id, row.GoogleId, StringComparison.Ordinal)));
        int otherHere = google.Count(item => !linked[item.Id].Any(row => row.Content.Equals(item.Content)));
        return new Verdict(missingThere + otherHere, CountDoubles(app, google), waiting);
    }

    /// <summary>What somebody made twice is there twice on both sides, and no double.</summary>
    private static int CountDoubles(IReadOnlyList<SideEvent> app, IReadOnlyList<SideEvent> google)
    {
        var here = app.ToLookup(item => item.Content);
        var there = google.ToLookup(item => item.Content);
        return app.Concat(google).Select(item => item.Content).Distinct()
            .Select(content => (Here: here[content].Count(), There: there[content].Count()))
            .Where(count => Math.Max(count.Here, count.There) > 1)
            .Sum(count => Math.Abs(count.Here - count.There));
    }
}
