namespace CalendarSync.Core.Reconciliation;

/// <summary>The RRULE, RDATE and EXDATE lines of a series, compared line by line without regard to order or letter case.</summary>
internal sealed class RecurrenceLines : IEquatable<RecurrenceLines>
{
    private readonly string key;

    private RecurrenceLines(IReadOnlyList<string> lines)
    {
        Lines = lines;
        key = string.Join('\n', lines.Select(l => l.ToUpperInvariant()).Order(StringComparer.Ordinal));
    }

    public IReadOnlyList<string> Lines { get; }

    /// <returns>Null where there is no line: no recurrence and an empty list mean the same.</returns>
    public static RecurrenceLines? Of(IEnumerable<string>? lines)
    {
        var kept = lines?.Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
        return kept is { Length: > 0 } ? new RecurrenceLines(kept) : null;
    }

    public bool Equals(RecurrenceLines? other) => other is not null && string.Equals(key, other.key, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as RecurrenceLines);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(key);
}
