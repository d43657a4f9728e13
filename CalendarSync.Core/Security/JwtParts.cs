using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace CalendarSync.Core.Security;

/// <summary>A compact JWS taken apart; nothing in it is believed yet.</summary>
internal sealed record JwtParts(JwtAlgorithm Algorithm, string? KeyId, byte[] SignedBytes, byte[] Signature, byte[] Payload)
{
    private const int LongestToken = 8192;
    private const int LongestKeyId = 256;

    private static readonly SearchValues<char> Base64UrlChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Null where this is not a token with one of the signatures that are known here. <c>none</c> is not one of them.</summary>
    public static JwtParts? TryParse(string token)
    {
        if (token.Length > LongestToken)
        {
            return null;
        }

        string[] parts = token.Split('.');
        if (parts.Length != 3 || Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } payload || Decode(parts[2]) is not { Length: > 0 } signature)
        {
            return null;
        }

        using JsonDocument? document = TryReadObject(header);
        // A critical extension is one that must be understood, and none is.
        if (document is null || document.RootElement.TryGetProperty("crit", out _))
        {
            return null;
        }

        JwtAlgorithm? algorithm = Text(document.RootElement, "alg") switch
        {
            "HS256" => JwtAlgorithm.Hs256,
            "RS256" => JwtAlgorithm.Rs256,
            "ES256" => JwtAlgorithm.Es256,
            _ => null,
        };
        string? keyId = Text(document.RootElement, "kid");
        return algorithm is null || keyId?.Length > LongestKeyId
            ? null
            : new JwtParts(algorithm.Value, keyId, Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]), signature, payload);
    }

    /// <summary>A JSON object without doubled names, else null.</summary>
    public static JsonDocument? TryReadObject(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>Strict: no padding, no white space.</summary>
    public static byte[]? Decode(string text) =>
        text.AsSpan().ContainsAnyExcept(Base64UrlChars) || !Base64Url.IsValid(text) ? null : Base64Url.DecodeFromChars(text);
}
