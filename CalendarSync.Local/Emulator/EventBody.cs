using System.Globalization;
using System.Text.Json.Nodes;

namespace CalendarSync.Local.Emulator;

/// <summary>Event bodies as a person would fill them in.</summary>
internal static class EventBody
{
    /// <summary>A timed event.</summary>
    public static JsonObject Timed(string summary, DateTimeOffset start, DateTimeOffset end, string timeZone = "Europe/Paris", string? location = null) => With(
        new JsonObject
        {
            ["summary"] = summary,
            ["start"] = new JsonObject { ["dateTime"] = Text(start), ["timeZone"] = timeZone },
            ["end"] = new JsonObject { ["dateTime"] = Text(end), ["timeZone"] = timeZone },
        },
        location);

    /// <summary>An all-day event; <paramref name="endExclusive"/> is the day after its last.</summary>
    public static JsonObject AllDay(string summary, DateOnly start, DateOnly? endExclusive = null, string? location = null) => With(
        new JsonObject
        {
            ["summary"] = summary,
            ["start"] = new JsonObject { ["date"] = Text(start) },
            ["end"] = new JsonObject { ["date"] = Text(endExclusive ?? start.AddDays(1)) },
        },
        location);

    private static JsonObject With(JsonObject body, string? location)
    {
        if (location is not null)
        {
            body["location"] = location;
        }

        return body;
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
