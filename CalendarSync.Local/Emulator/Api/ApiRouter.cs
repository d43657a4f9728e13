namespace CalendarSync.Local.Emulator.Api;

/// <summary>Finds the method that a verb and a path mean. Path segments are decoded after splitting, so that ids may hold anything.</summary>
internal sealed class ApiRouter(IReadOnlyList<ApiMethod> methods)
{
    private static readonly IReadOnlyDictionary<string, string> NoValues = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <param name="verb">HTTP method.</param>
    /// <param name="path">Below <c>/calendar/v3/</c>, still encoded.</param>
    public (ApiMethod Method, IReadOnlyDictionary<string, string> Route)? Match(string verb, string path)
    {
        string[] segments = [.. path.Split('/').Select(Uri.UnescapeDataString)];
        foreach (ApiMethod method in methods)
        {
            if (string.Equals(method.Verb, verb, StringComparison.Ordinal) && method.Segments.Count == segments.Length && Route(method, segments) is { } route)
            {
                return (method, route);
            }
        }

        return null;
    }

    private static IReadOnlyDictionary<string, string>? Route(ApiMethod method, string[] segments)
    {
        Dictionary<string, string>? values = null;
        for (int i = 0; i < segments.Length; i++)
        {
            string pattern = method.Segments[i];
            if (pattern[0] == '{')
            {
                values ??= new Dictionary<string, string>(2, StringComparer.Ordinal);
                values[pattern[1..^1]] = segments[i];
            }
            else if (!string.Equals(pattern, segments[i], StringComparison.Ordinal))
            {
                return null;
            }
        }

        return values ?? NoValues;
    }
}
