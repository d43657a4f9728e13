using System.Text.Json.Nodes;

using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>An event as a person sees it in Google, those in the trash too.</summary>
internal sealed record GoogleEvent(string Calendar, JsonObject Json)
{
    public string Id => (string)Json["id"]!;

    public string? Etag => (string?)Json["etag"];

    public bool Live => (string?)Json["status"] is not "cancelled";

    public string? Property => (string?)Json["extendedProperties"]?["private"]?["theirs"];

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
}
