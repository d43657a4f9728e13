namespace CalendarSync.Local.Emulator.Wire;

/// <summary>A decoded query string or form; names may repeat.</summary>
internal sealed class QueryParameters
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    private QueryParameters()
    {
    }

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    public string? this[string name] => _pairs.FirstOrDefault(p => string.Equals(p.Key, name, StringComparison.Ordinal)).Value;

    public IEnumerable<string> All(string name) => _pairs.Where(p => string.Equals(p.Key, name, StringComparison.Ordinal)).Select(p => p.Value);

    public bool Has(string name) => _pairs.Exists(p => string.Equals(p.Key, name, StringComparison.Ordinal));

    public static QueryParameters Parse(string encoded)
    {
        QueryParameters query = new();
        foreach (string pair in encoded.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "" : pair[(equals + 1)..];
            query._pairs.Add(new(Decode(name), Decode(value)));
        }

        return query;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
