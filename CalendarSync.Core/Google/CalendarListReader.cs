using System.Text.Json;

namespace CalendarSync.Core.Google;

/// <summary>Reads a page of the calendar list. Booleans that are false are left out; entries without an id are none.</summary>
internal static class CalendarListReader
{
    /// <exception cref="JsonException">The page is not whole.</exception>
    public static (List<CalendarListEntry> Entries, string? NextPageToken) Read(ReadOnlyMemory<byte> page)
    {
        using var document = JsonDocument.Parse(page);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("The answer is no calendar list.");
        }

        var entries = new List<CalendarListEntry>();
        if (document.RootElement.TryGetProperty("items"u8, out var items) && items.ValueKind == JsonValueKind.Array)
        {
            entries.AddRange(items.EnumerateArray().Select(Entry).OfType<CalendarListEntry>());
        }

        return (entries, Text(document.RootElement, "nextPageToken"));
    }

    /// <exception cref="JsonException">The answer is not whole, or is no entry.</exception>
    public static CalendarListEntry ReadOne(ReadOnlyMemory<byte> answer)
    {
        using var document = JsonDocument.Parse(answer);
        return Entry(document.RootElement) ?? throw new JsonException("The answer is no entry of a calendar list.");
    }

    private static CalendarListEntry? Entry(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && Text(item, "id") is { Length: > 0 } id
            ? new CalendarListEntry(
                id,
                Text(item, "summaryOverride") ?? Text(item, "summary"),
                Text(item, "timeZone"),
                Text(item, "accessRole"),
                IsTrue(item, "primary"),
                IsTrue(item, "deleted"),
                Text(item, "backgroundColor") is { } color && EventColors.IsHex(color) ? color.ToLowerInvariant() : null)
            : null;

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsTrue(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
