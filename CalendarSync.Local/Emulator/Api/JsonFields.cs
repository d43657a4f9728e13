using System.Text.Json;
using System.Text.Json.Nodes;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>Typed reads of a request body; a value of the wrong type is a 400, null and absent are the same.</summary>
internal static class JsonFields
{
    /// <summary>A name that is given twice has no clear meaning: a parse error.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    public static JsonObject ParseBody(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(body.Span, documentOptions: Options) as JsonObject
                ?? throw GoogleErrors.ParseError("Parse Error").Thrown();
        }
        catch (JsonException)
        {
            throw GoogleErrors.ParseError("Parse Error").Thrown();
        }
    }

    /// <summary>Null for absent, null and empty.</summary>
    public static string? Text(JsonObject body, string name)
    {
        JsonNode? node = body[name];
        if (node is null)
        {
            return null;
        }

        return node is JsonValue value && value.TryGetValue(out string? text) ? (text.Length == 0 ? null : text) : throw Wrong(name);
    }

    public static bool Flag(JsonObject body, string name, bool otherwise)
    {
        JsonNode? node = body[name];
        if (node is null)
        {
            return otherwise;
        }

        return node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Wrong(name);
    }

    /// <summary>Google takes whole numbers as JSON numbers and as strings.</summary>
    public static long? Number(JsonObject body, string name)
    {
        JsonNode? node = body[name];
        if (node is null)
        {
            return null;
        }

        if (node is JsonValue value)
        {
            if (value.TryGetValue(out long number))
            {
                return number;
            }

            if (value.TryGetValue(out string? text) && long.TryParse(text, out number))
            {
                return number;
            }
        }

        throw Wrong(name);
    }

    public static JsonObject? Object(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonObject found => found,
        _ => throw Wrong(name),
    };

    public static JsonArray? Array(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonArray found => found,
        _ => throw Wrong(name),
    };

    /// <summary>PATCH: objects merge, arrays are replaced, null clears.</summary>
    public static void Merge(JsonObject target, JsonObject patch)
    {
        foreach ((string name, JsonNode? value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner && target[name] is JsonObject outer)
            {
                Merge(outer, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private static GoogleErrorException Wrong(string name) => GoogleErrors.Invalid($"Invalid value for: {name}").Thrown();
}
