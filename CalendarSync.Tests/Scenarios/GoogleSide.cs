using System.Globalization;
using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Reads Google's events as a person sees them.</summary>
internal static class GoogleSide
{
    public static readonly IReadOnlyList<string> Palette =
        ["#a4bdfc", "#7ae7bf", "#dbadff", "#ff887c", "#fbd75b", "#ffb878", "#46d6db", "#e1e1e1", "#5484ed", "#51b749", "#dc2127"];

    public static Seen See(JsonObject e) => new(
        (string)e["id"]!,
        Text(e["summary"]),
        Text(e["description"]),
        Text(e["location"]),
        $"{Moment(e["start"])}/{Moment(e["end"])}",
        e["start"]?["date"] is null ? (string?)e["start"]?["timeZone"] : null,
        (string?)e["colorId"] is { } color ? Palette[int.Parse(color, CultureInfo.InvariantCulture) - 1] : null,
        (string)e["status"]!,
        (string?)e["visibility"] is "default" ? null : (string?)e["visibility"],
        (string?)e["transparency"] is "opaque" ? null : (string?)e["transparency"],
        Reminders(e["reminders"]),
        string.Join(' ', (e["recurrence"] as JsonArray ?? []).Select(l => (string?)l).Order(StringComparer.Ordinal)));

    /// <summary>Google's form of reminders, which the rows have too.</summary>
    public static string Reminders(JsonNode? reminders) =>
        reminders is null || (bool?)reminders["useDefault"] == true
            ? "default"
            : string.Join(' ', (reminders["overrides"] as JsonArray ?? []).Select(o => $"{o!["method"]}:{o["minutes"]}").Order(StringComparer.Ordinal));

    private static string Moment(JsonNode? time) => (string?)time?["date"]
        ?? DateTimeOffset.Parse((string)time!["dateTime"]!, CultureInfo.InvariantCulture).UtcDateTime.ToString("s", CultureInfo.InvariantCulture);

    private static string? Text(JsonNode? node) => (string?)node is { Length: > 0 } text ? text : null;
}
