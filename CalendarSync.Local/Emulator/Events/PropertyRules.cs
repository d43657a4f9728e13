using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>Extended properties (section 3.8): long keys vanish, long values are cut, both without a word.</summary>
internal static class PropertyRules
{
    private const int MaxKey = 44;
    private const int MaxValue = 1024;
    private const int MaxCount = 300;

    public static JsonObject? Read(JsonObject body, string kind)
    {
        if (JsonFields.Object(body, "extendedProperties") is not { } properties || JsonFields.Object(properties, kind) is not { } sent)
        {
            return null;
        }

        JsonObject kept = [];
        foreach ((string key, JsonNode? node) in sent)
        {
            if (node is null || key.Length is 0 or > MaxKey)
            {
                continue;
            }

            string value = node is JsonValue scalar && scalar.TryGetValue(out string? text) ? text : throw GoogleErrors.Invalid("Invalid value for: extendedProperties").Thrown();
            kept[key] = value.Length > MaxValue ? value[..MaxValue] : value;
        }

        if (kept.Count > MaxCount)
        {
            throw GoogleErrors.Invalid("The event exceeds the allowed maximum number of extended properties.").Thrown();
        }

        return kept.Count > 0 ? kept : null;
    }
}
