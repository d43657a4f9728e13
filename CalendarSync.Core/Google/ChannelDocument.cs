using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace CalendarSync.Core.Google;

/// <summary>Push channels on the wire.</summary>
internal static class ChannelDocument
{
    public static ReadOnlyMemory<byte> Opening(WatchRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, request.ChannelId);
            writer.WriteString("type"u8, "web_hook");
            writer.WriteString("address"u8, request.Address);
            writer.WriteString("token"u8, request.Token);
            writer.WriteStartObject("params"u8);
            // Google wants the number as a text.
            writer.WriteString("ttl"u8, ((long)request.TimeToLive.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Stopping(string channelId, string resourceId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, channelId);
            writer.WriteString("resourceId"u8, resourceId);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <exception cref="JsonException">The answer does not say what was opened, or until when.</exception>
    public static WatchAnswer Opened(ReadOnlyMemory<byte> answer)
    {
        using var document = JsonDocument.Parse(answer);
        var root = document.RootElement;
        return root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("resourceId"u8, out var resource) && resource.ValueKind == JsonValueKind.String
            && root.TryGetProperty("expiration"u8, out var expiration) && Milliseconds(expiration) is { } ms
                ? new WatchAnswer(resource.GetString()!, ms)
                : throw new JsonException("The answer is no channel.");
    }

    // An int64, which Google writes as a text.
    private static long? Milliseconds(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var ms) => ms,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) => ms,
        _ => null,
    };
}
