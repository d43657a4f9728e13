namespace CalendarSync.Tests.Simulation;

/// <summary>Which stories are played: <c>CALENDARSYNC_SEEDS</c> says how many, or from which to which (<c>1001-2000</c>), <c>CALENDARSYNC_SEED</c> names one, or some (<c>7,31</c>).</summary>
internal static class Seeds
{
    public const int Usual = 300;

    /// <summary><c>CALENDARSYNC_FOCUS=moves</c>: every story has two calendars between which events move.</summary>
    public static bool AreAboutMoves => Environment.GetEnvironmentVariable("CALENDARSYNC_FOCUS") is "moves";

    /// <summary><c>CALENDARSYNC_FOCUS=series</c>: every story has series.</summary>
    public static bool AreAboutSeries => Environment.GetEnvironmentVariable("CALENDARSYNC_FOCUS") is "series";

    /// <summary>A failing story is made as short as it can be, unless <c>CALENDARSYNC_SHRINK</c> is <c>no</c>.</summary>
    public static bool AreShrunk => Environment.GetEnvironmentVariable("CALENDARSYNC_SHRINK") is not "no";

    public static IReadOnlyList<int> FromEnvironment() =>
        Environment.GetEnvironmentVariable("CALENDARSYNC_SEED") is { Length: > 0 } named
            ? [.. named.Split(',').Select(int.Parse)]
            : Environment.GetEnvironmentVariable("CALENDARSYNC_SEEDS") is { Length: > 0 } count
                ? count.Split('-') is [var first, var last] ? Between(int.Parse(first), int.Parse(last)) : Between(1, int.Parse(count))
                : Between(1, Usual);

    private static IReadOnlyList<int> Between(int first, int last) => [.. Enumerable.Range(first, last - first + 1)];
}
