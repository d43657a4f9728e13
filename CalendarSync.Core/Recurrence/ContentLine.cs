namespace CalendarSync.Core.Recurrence;

/// <summary>A line of iCalendar: name, parameters, value (RFC 5545, 3.1). Names are in capitals.</summary>
internal sealed record ContentLine(string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    public string? Parameter(string name) => Parameters.GetValueOrDefault(name);

    /// <returns>Null where the text is no such line.</returns>
    public static ContentLine? Parse(string text)
    {
        if (IndexOutsideQuotes(text, ':') is not (> 0 and { } colon) || colon == text.Length - 1)
        {
            return null;
        }

        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string head = text[..colon];
        string[] parts = head.Split(';');
        foreach (string part in parts.Skip(1))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !parameters.TryAdd(part[..equals], part[(equals + 1)..].Trim('"')))
            {
                return null;
            }
        }

        return new ContentLine(parts[0].ToUpperInvariant(), parameters, text[(colon + 1)..]);
    }

    private static int? IndexOutsideQuotes(string text, char wanted)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == wanted && !quoted)
            {
                return i;
            }
        }

        return null;
    }
}
