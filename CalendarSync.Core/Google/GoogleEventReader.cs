using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CalendarSync.Core.Google;

/// <summary>
/// Reads one event. What comes out can be mapped and stored without another thought; what cannot be read is an alternative, not a failure, so that
/// one strange item never stops a calendar.
/// </summary>
internal static class GoogleEventReader
{
    /// <summary>Reads an event that this application stored.</summary>
    /// <exception cref="FormatException">It is none. The message holds nothing of the content.</exception>
    public static GoogleEvent Stored(ReadOnlyMemory<byte> raw) =>
        Read(raw, out var reason) ?? throw new FormatException($"A stored event is unreadable: {reason}.");

    /// <summary>Reads an event as Google gave it.</summary>
    /// <param name="raw">UTF-8 JSON; the event keeps a reference to it.</param>
    /// <param name="reason">Why it is unreadable, as a code; null where it is not.</param>
    /// <returns>Null where it is unreadable.</returns>
    public static GoogleEvent? Read(ReadOnlyMemory<byte> raw, out string? reason)
    {
        reason = StorableJson.IsStorable(raw.Span) ? null : "unstorableText";
        return reason is null ? ReadStorable(raw, out reason) : null;
    }

    /// <summary>As <see cref="Read"/>, for bytes that are known to be storable.</summary>
    internal static GoogleEvent? ReadStorable(ReadOnlyMemory<byte> raw, out string? reason)
    {
        GoogleEvent? e;
        try
        {
            e = JsonSerializer.Deserialize(raw.Span, GoogleJson.Default.GoogleEvent);
        }
        catch (JsonException)
        {
            e = null;
        }

        reason = e switch
        {
            null => "unexpectedForm",
            { Id: null or "" } => "noId",
            { IsCancelled: false, Start: null } => "noTimes",
            { IsCancelled: false } when WireTimes.Read(e.Start, e.End) is null => "illegalTimes",
            _ => null,
        };
        return reason is null ? e! with { Raw = raw } : null;
    }

    /// <summary>The item in a form that can be kept until a readable state comes.</summary>
    public static UnreadableItem SetAside(ReadOnlyMemory<byte> raw, string reason)
    {
        var storable = StorableJson.IsStorable(raw.Span);
        return new UnreadableItem(
            (storable ? IdOf(raw) : null) ?? "sha256-" + Convert.ToHexStringLower(SHA256.HashData(raw.Span)),
            reason,
            storable ? raw : Encoding.ASCII.GetBytes($$"""{"base64":"{{Convert.ToBase64String(raw.Span)}}"}"""));
    }

    private static string? IdOf(ReadOnlyMemory<byte> raw)
    {
        using var document = JsonDocument.Parse(raw, new JsonDocumentOptions { MaxDepth = StorableJson.MaxDepth });
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } text
                ? text
                : null;
    }
}
