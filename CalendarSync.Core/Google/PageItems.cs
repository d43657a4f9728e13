using System.Text.Json;

namespace CalendarSync.Core.Google;

/// <summary>The items of a page while it is read.</summary>
internal sealed class PageItems(ReadOnlyMemory<byte> page, bool validText)
{
    private readonly List<GoogleEvent> readable = [];
    private readonly List<UnreadableItem> unreadable = [];

    public IReadOnlyList<GoogleEvent> Readable => readable;

    public IReadOnlyList<UnreadableItem> Unreadable => unreadable;

    /// <summary>Reads the array that follows, and leaves the reader on its end.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("The items are no array.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var storable = Walk(ref reader) && validText;
            Add(page[start..(int)reader.BytesConsumed], storable);
        }
    }

    // To the end of the value on which the reader stands, looking at each token for what the database refuses.
    private static bool Walk(ref Utf8JsonReader reader)
    {
        var storable = StorableJson.IsStorable(ref reader);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = reader.CurrentDepth;
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                storable &= StorableJson.IsStorable(ref reader);
            }
        }

        return storable;
    }

    private void Add(ReadOnlyMemory<byte> raw, bool storable)
    {
        string? reason;
        var e = storable ? GoogleEventReader.ReadStorable(raw, out reason) : GoogleEventReader.Read(raw, out reason);
        if (e is not null)
        {
            readable.Add(e);
        }
        else
        {
            unreadable.Add(GoogleEventReader.SetAside(raw, reason!));
        }
    }
}
