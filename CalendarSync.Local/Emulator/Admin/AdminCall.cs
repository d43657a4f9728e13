using System.Globalization;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Admin;

/// <summary>One request to the admin API: its path values, its parameters and its body.</summary>
internal sealed class AdminCall(IReadOnlyDictionary<string, string> route, QueryParameters query, JsonObject body, CancellationToken cancellationToken)
{
    public JsonObject Body { get; } = body;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public string Route(string name) => route[name];

    public string? Query(string name) => query[name];

    public string Text(string name) => TextOrNull(name) ?? throw GoogleErrors.Required($"Missing field: {name}").Thrown();

    public string? TextOrNull(string name) => JsonFields.Text(Body, name);

    public bool? FlagOrNull(string name) => Body[name] is null ? null : JsonFields.Flag(Body, name, otherwise: false);

    public long? NumberOrNull(string name) => JsonFields.Number(Body, name);

    public double? RealOrNull(string name)
    {
        if (Body[name] is not { } node)
        {
            return null;
        }

        return node is JsonValue value && value.TryGetValue(out double real)
            ? real
            : throw GoogleErrors.Invalid($"Invalid value for: {name}").Thrown();
    }

    public IReadOnlyList<string> Texts(string name) => [.. (JsonFields.Array(Body, name) ?? []).Select(static n => (string?)n ?? "")];

    public JsonObject? Object(string name) => JsonFields.Object(Body, name)?.DeepClone().AsObject();

    public DateTimeOffset? TimeOrNull(string name)
    {
        if (TextOrNull(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw GoogleErrors.Invalid($"Invalid value for: {name}").Thrown();
    }
}
