using System.Globalization;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>Events are <c>e1</c>, the occurrences of a series <c>e1i0</c>, <c>e1i1</c> and so on.</summary>
internal static class Names
{
    public static bool IsOccurrence(string name) => name.Contains('i', StringComparison.Ordinal);

    public static string SeriesOf(string occurrence) => occurrence[..occurrence.IndexOf('i', StringComparison.Ordinal)];

    public static int WeekOf(string occurrence) => int.Parse(occurrence[(occurrence.IndexOf('i', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);

    public static bool AreSame(string name, string other) => string.Equals(name, other, StringComparison.Ordinal);

    /// <summary>A title begins with the name of what it is the title of.</summary>
    public static string? OfTitle(string? title) => title?.IndexOf('.', StringComparison.Ordinal) is > 0 and var end ? title[..end] : null;

    /// <summary>A row that is made again after its deletion has the id that it had.</summary>
    public static Guid IdOf(string name) => Guid.ParseExact($"a0000000{name.GetStableHash():x24}", "N");

    /// <summary>The same in every process.</summary>
    public static ulong GetStableHash(this string name) => name.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);
}
