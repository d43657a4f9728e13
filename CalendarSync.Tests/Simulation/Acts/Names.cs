namespace CalendarSync.Tests.Simulation.Acts;

internal static class Names
{
    /// <summary>The same in every process.</summary>
    public static ulong GetStableHash(this string name) => name.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);
}
