using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Wire;
using NodaTime;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>The <c>calendars</c> resource.</summary>
internal sealed class CalendarsApi(World world)
{
    private const string One = "calendars/{cal}";

    public IEnumerable<ApiMethod> Methods() =>
    [
        new("calendars.insert", "POST", "calendars", Scopes.CalendarWrite, [], Insert),
        new("calendars.get", "GET", One, Scopes.CalendarRead, [], call => Answer(call, call.Calendar(AccessRole.FreeBusyReader))),
        new("calendars.update", "PUT", One, Scopes.CalendarWrite, [], call => Update(call, patch: false)),
        new("calendars.patch", "PATCH", One, Scopes.CalendarWrite, [], call => Update(call, patch: true)),
        new("calendars.delete", "DELETE", One, Scopes.CalendarWrite, [], Delete),
        new("calendars.clear", "POST", One + "/clear", Scopes.CalendarWrite, [], Handle: null),
        new("calendars.transferOwnership", "POST", One + "/transferOwnership", Scopes.CalendarWrite, ["newDataOwner", "useAdminAccess"], Handle: null),
        new("acl.list", "GET", One + "/acl", ["calendar", "calendar.acls", "calendar.acls.readonly"], [], Handle: null),
        new("acl.insert", "POST", One + "/acl", ["calendar", "calendar.acls"], [], Handle: null),
        new("freebusy.query", "POST", "freeBusy", Scopes.FreeBusy, [], Handle: null),
    ];

    private WireResponse Insert(ApiCall call)
    {
        JsonObject body = call.Body();
        string summary = JsonFields.Text(body, "summary") ?? throw GoogleErrors.Required("Missing title.").Thrown();
        string id = $"c_{world.Random.Text("0123456789abcdef", 64)}@group.calendar.google.com";
        CalendarState calendar = world.AddCalendar(call.Account, id, summary, ReadZone(body) ?? "UTC", call.Token.Grant.ClientId);
        calendar.Description = JsonFields.Text(body, "description");
        calendar.Location = JsonFields.Text(body, "location");
        world.Subscribe(call.Account, calendar);
        return Answer(call, calendar);
    }

    private static WireResponse Update(ApiCall call, bool patch)
    {
        CalendarState calendar = call.Calendar(AccessRole.Owner);
        JsonObject body = call.Body();
        call.CheckIfMatch(Etag(calendar));
        bool Said(string name) => !patch || body.ContainsKey(name);
        string? summary = Said("summary") ? JsonFields.Text(body, "summary") : calendar.Summary;
        string? zone = ReadZone(body);

        // A new title or zone is read-only news in the list: no delta entry (section 1.5).
        calendar.Summary = summary ?? throw GoogleErrors.Required("Missing title.").Thrown();
        calendar.Description = Said("description") ? JsonFields.Text(body, "description") : calendar.Description;
        calendar.Location = Said("location") ? JsonFields.Text(body, "location") : calendar.Location;
        if (zone is not null)
        {
            calendar.TimeZone = zone;
        }

        calendar.UpdatedMs = Math.Max(call.World.Clock.NowMilliseconds, calendar.UpdatedMs + 1);
        return Answer(call, calendar);
    }

    private WireResponse Delete(ApiCall call)
    {
        CalendarState calendar = call.Calendar(AccessRole.Owner);
        if (calendar.IsPrimary)
        {
            throw GoogleErrors.Invalid("Cannot delete the primary calendar.").Thrown();
        }

        world.DeleteCalendar(calendar);
        return WireResponse.Empty(204);
    }

    private static string? ReadZone(JsonObject body)
    {
        string? zone = JsonFields.Text(body, "timeZone");
        return zone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null
            ? zone
            : throw GoogleErrors.Invalid("Invalid time zone.").Thrown();
    }

    private static WireResponse Answer(ApiCall call, CalendarState calendar) => call.Answer(
        JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("kind", "calendar#calendar");
            json.WriteString("etag", Etag(calendar));
            json.WriteString("id", calendar.Id);
            json.WriteString("summary", calendar.Summary);
            if (calendar.Description is not null)
            {
                json.WriteString("description", calendar.Description);
            }

            if (calendar.Location is not null)
            {
                json.WriteString("location", calendar.Location);
            }

            json.WriteString("timeZone", calendar.TimeZone);
            json.WriteEndObject();
        }),
        Etag(calendar));

    private static string Etag(CalendarState calendar) =>
        $"\"{SeededRandom.Hash($"{calendar.Id} {calendar.Summary} {calendar.Description} {calendar.Location} {calendar.TimeZone}"):x8}\"";
}
