using System.Text.Json;
using System.Text.Json.Nodes;

namespace CalendarSync.Core.Google;

internal static partial class GoogleEventMapper
{
    // No field of Google's: it says in our own store that the rest of the event was left out.
    private const string HiddenMark = "calendarSync";
    private const string HiddenValue = "hidden";

    private static readonly string[] OfABusyBlock =
    [
        "id", "etag", "status", "created", "updated", "start", "end", "endTimeUnspecified", "recurrence", "recurringEventId", "originalStartTime", "transparency",
        "visibility", "iCalUID", "sequence", "eventType",
    ];

    /// <summary>When the event is, and nothing of what it is. What is left out is in no table of ours, so the event must not be written back.</summary>
    public static GoogleEvent AsBusyBlock(GoogleEvent e)
    {
        var whole = JsonNode.Parse(e.Raw.Span)!.AsObject();
        var block = new JsonObject { [HiddenMark] = HiddenValue };
        foreach (var name in OfABusyBlock)
        {
            if (whole[name] is { } value)
            {
                block[name] = value.DeepClone();
            }
        }

        if (e.Organizer?.Self is { } self)
        {
            block["organizer"] = new JsonObject { ["self"] = self };
        }

        return GoogleEventReader.Stored(JsonSerializer.SerializeToUtf8Bytes(block));
    }
}
