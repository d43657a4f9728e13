namespace CalendarSync.Local.Page;

/// <summary>
/// Whether the sync has done its work: compared event by event, not believed. A series is compared by its rule, by its holes and by what takes place
/// on the days shown, and counts as one event.
/// </summary>
/// <param name="Differences">Events that only one side has, or that say something else on the other.</param>
/// <param name="Doubles">Events that one side has more often than the other.</param>
/// <param name="Waiting">Changes that are not in Google yet.</param>
internal sealed record Verdict(int Differences, int Doubles, int Waiting)
{
    public bool Settled => (Differences, Doubles, Waiting) == (0, 0, 0);

    public static Verdict Of(IReadOnlyList<SideEvent> app, IReadOnlyList<SideEvent> google, int waiting) =>
        new(CountDifferences(app, google), CountDoubles(app, google), waiting);

    private static int CountDifferences(IReadOnlyList<SideEvent> app, IReadOnlyList<SideEvent> google)
    {
        ILookup<string, SideEvent> linked = app.Where(item => item.GoogleId is not null).ToLookup(item => item.GoogleId!, StringComparer.Ordinal);
        HashSet<string> there = google.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        Dictionary<string, string?> googleIds = app.ToDictionary(item => item.Id, item => item.GoogleId, StringComparer.Ordinal);
        IEnumerable<string> missingThere = app.Where(row => row.GoogleId is null || !there.Contains(row.GoogleId)).Select(row => googleIds.GetValueOrDefault(row.Whole) ?? row.Whole);
        IEnumerable<string> otherHere = google.Where(item => !linked[item.Id].Any(row => row.Content.Equals(item.Content))).Select(item => item.Whole);
        return missingThere.Concat(otherHere).Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>What somebody made twice is there twice on both sides, and no double.</summary>
    private static int CountDoubles(IReadOnlyList<SideEvent> app, IReadOnlyList<SideEvent> google)
    {
        var here = app.Where(item => item.Kind is not SideEventKind.Hole).ToLookup(item => item.Content);
        var there = google.Where(item => item.Kind is not SideEventKind.Hole).ToLookup(item => item.Content);
        return here.Concat(there).Select(group => group.Key).Distinct()
            .Select(content => (Here: here[content].ToList(), There: there[content].ToList()))
            .Where(pair => pair.Here.Count != pair.There.Count && Math.Max(pair.Here.Count, pair.There.Count) > 1)
            .DistinctBy(pair => string.Join(' ', pair.Here.Concat(pair.There).Select(item => item.Whole).Order(StringComparer.Ordinal)), StringComparer.Ordinal)
            .Sum(pair => Math.Abs(pair.Here.Count - pair.There.Count));
    }
}
