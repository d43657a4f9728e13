using System.Globalization;
using System.Text.Json.Nodes;

using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>An event as a person sees it in Google, those in the trash too.</summary>
internal sealed record GoogleEvent(string Calendar, JsonObject Json)
{
    /// <summary>What the stories call it; null where nothing tells.</summary>
    public string? Name { get; init; }

    public string Id => (string)Json["id"]!;

    public string? Title => (string?)Json["summary"];

    public string? Etag => (string?)Json["etag"];

    public string? Updated => (string?)Json["updated"];

    public bool Live => (string?)Json["status"] is not "cancelled";

    public string? Property => (string?)Json["extendedProperties"]?["private"]?["theirs"];

    public string? SeriesId => (string?)Json["recurringEventId"];

    /// <summary>The slot that it stands for, where it is an occurrence that somebody has changed.</summary>
    public Slot? Slot => SeriesId is null ? null : Moment(Json["originalStartTime"]);

    /// <summary>What it repeats, where it is a series.</summary>
    public WeeklySeries? Series =>
        Live && Json["recurrence"] is JsonArray rules ? WeeklySeries.Of(Moment(Json["start"]), [.. rules.Select(r => (string)r!)]) : null;

    public Shown Shown
    {
        get
        {
            if (Json["start"] is null)
            {
                return new Shown(null, null, null, "-");
            }

            var seen = GoogleSide.See(Json);
            return new Shown(seen.Title, seen.Description, seen.Location, seen.When);
        }
    }

    private static Slot Moment(JsonNode? time) => (string?)time?["date"] is { } day
        ? new Slot(null, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture))
        : new Slot(DateTimeOffset.Parse((string?)time?["dateTime"] ?? "", CultureInfo.InvariantCulture), null);
}
