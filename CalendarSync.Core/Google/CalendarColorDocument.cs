using System.Text.Json;
using System.Text.Json.Nodes;

namespace CalendarSync.Core.Google;

/// <summary>What a calendar's entry is told of its colour: the colour itself, and one in which its texts can be read on it.</summary>
internal static class CalendarColorDocument
{
    public static ReadOnlyMemory<byte> Write(string color) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject { ["backgroundColor"] = color, ["foregroundColor"] = EventColors.IsLight(color) ? "#000000" : "#ffffff" });
}
