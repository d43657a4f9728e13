namespace CalendarSync.Tests.Simulation;

/// <summary>Which stories are played: <c>CALENDARSYNC_SEEDS</c> says how many, <c>CALENDARSYNC_SEED</c> names one.</summary>
internal static class Seeds
{
    public const int Usual = 300;

    /// <summary><c>CALENDARSYNC_FOCUS=moves</c>: every story has two calendars between which events move.</summary>
    public static bool AreAboutMoves => Environment.GetEnvironmentVariable("CALENDARSYNC_FOCUS") is "moves";

    /// <summary>A failing story is made as short as it can be, unless <c>CALENDARSYNC_SHRINK</c> is <c>no</c>.</summary>
    public static bool AreShrunk => Environment.GetEnvironmentVariable("CALENDARSYNC_SHRINK") is not "no";

    public static IReadOnlyList<int> FromEnvironment() =>
        Environment.GetEnvironmentVariable("CALENDARSYNC_SEED") is { Length: > 0 } one
            ? [int.Parse(one)]
            : [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("CALENDARSYNC_SEEDS") is { Length: > 0 } count ? int.Parse(count) : Usual)];
}
