using System.Text.Json;
using System.Text.Unicode;

namespace CalendarSync.Core.Google;

/// <summary>
/// Reads a page of events in one pass over its bytes. Items keep slices of the page, each is read by itself, and one that is strange is set aside
/// without hurting the others. A page that is not whole is no page.
/// </summary>
internal static class EventPageReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = StorableJson.MaxDepth };

    /// <exception cref="JsonException">The page is not whole, or no page of events.</exception>
    public static EventPage Read(ReadOnlyMemory<byte> page)
    {
        var read = ReadFiltered(page);
        return read is { NextPageToken: null, NextSyncToken: null }
            // Neither "there is more" nor "that was all": nothing may be concluded from what is missing.
            ? throw new JsonException("The page has no token.")
            : read;
    }

    /// <summary>A page of a listing that Google gives no sync token for.</summary>
    /// <exception cref="JsonException">It is no page of events.</exception>
    public static EventPage ReadFiltered(ReadOnlyMemory<byte> page)
    {
        var reader = new Utf8JsonReader(page.Span, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The answer is no page of events.");
        }

        var items = new PageItems(page, Utf8.IsValid(page.Span));
        string? nextPageToken = null;
        string? nextSyncToken = null;
        string? timeZone = null;
        string? accessRole = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                items.Read(ref reader);
            }
            else if (reader.ValueTextEquals("nextPageToken"u8))
            {
                nextPageToken = Text(ref reader);
            }
            else if (reader.ValueTextEquals("nextSyncToken"u8))
            {
                nextSyncToken = Text(ref reader);
            }
            else if (reader.ValueTextEquals("timeZone"u8))
            {
                timeZone = Text(ref reader);
            }
            else if (reader.ValueTextEquals("accessRole"u8))
            {
                accessRole = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Anything behind the object would throw here.
        reader.Read();
        return new EventPage(items.Readable, items.Unreadable, nextPageToken, nextSyncToken, timeZone, accessRole);
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return StorableJson.IsStorable(ref reader) ? reader.GetString() : throw new JsonException("A text of the page is no text.");
        }

        reader.Skip();
        return null;
    }
}
