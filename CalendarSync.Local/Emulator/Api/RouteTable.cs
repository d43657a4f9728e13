namespace CalendarSync.Local.Emulator.Api;

/// <summary>Finds what a verb and a path mean. Segments are decoded after splitting, so that ids may hold anything.</summary>
/// <param name="routes">Verb, path with <c>{name}</c> place holders, and what stands there. The first match wins.</param>
internal sealed class RouteTable<T>(IEnumerable<(string Verb, string Path, T Target)> routes)
{
    private readonly List<(string Verb, string[] Pattern, T Target)> _routes = [.. routes.Select(static r => (r.Verb, r.Path.Split('/'), r.Target))];

    /// <param name="verb">HTTP method.</param>
    /// <param name="path">Still encoded, without the slash at its beginning.</param>
    public (T Target, IReadOnlyDictionary<string, string> Values)? Match(string verb, string path)
    {
        string[] segments = [.. path.Split('/').Select(Uri.UnescapeDataString)];
        foreach ((string routeVerb, string[] pattern, T target) in _routes)
        {
            if (string.Equals(routeVerb, verb, StringComparison.Ordinal) && pattern.Length == segments.Length && Values(pattern, segments) is { } values)
            {
                return (target, values);
            }
        }

        return null;
    }

    private static Dictionary<string, string>? Values(string[] pattern, string[] segments)
    {
        Dictionary<string, string>? values = null;
        for (int i = 0; i < segments.Length; i++)
        {
            if (pattern[i][0] == '{')
            {
                values ??= new Dictionary<string, string>(2, StringComparer.Ordinal);
                values[pattern[i][1..^1]] = segments[i];
            }
            else if (!string.Equals(pattern[i], segments[i], StringComparison.Ordinal))
            {
                return null;
            }
        }

        return values ?? [];
    }
}
