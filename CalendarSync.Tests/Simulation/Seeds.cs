namespace CalendarSync.Tests.Simulation;

/// <summary>Which stories are played: <c>CALENDARSYNC_SEEDS</c> says how many, <c>CALENDARSYNC_SEED</c> names one.</summary>
internal static class Seeds
{
    public const int Usual = 300;

    public static IReadOnlyList<int> FromEnvironment() =>
        Environment.GetEnvironmentVariable("CALENDARSYNC_SEED") is { Length: > 0 } one
            ? [int.Parse(one)]
            : [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("CALENDARSYNC_SEEDS") is { Length: > 0 } count ? int.Parse(count) : Usual)];
}
