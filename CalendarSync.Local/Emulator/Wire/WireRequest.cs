namespace CalendarSync.Local.Emulator.Wire;

/// <summary>A request as it came over the wire, whatever carried it. Path and query are still percent-encoded.</summary>
internal sealed record WireRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Scheme and authority by which the caller reached the emulator, for the addresses it hands out.</summary>
    public string Origin { get; init; } = "http://localhost";

    public string? Header(string name) => Headers.TryGetValue(name, out string? value) ? value : null;

    public static WireRequest FromTarget(
        string method, string target, string origin, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0
            ? new WireRequest(method, target, "", headers, body) { Origin = origin }
            : new WireRequest(method, target[..mark], target[(mark + 1)..], headers, body) { Origin = origin };
    }
}
