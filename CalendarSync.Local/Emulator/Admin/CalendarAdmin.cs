using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Admin;

/// <summary>Calendars: making, sharing, emptying the trash, killing sync tokens.</summary>
internal sealed class CalendarAdmin(GoogleEmulator emulator)
{
    private const string One = "calendars/{cal}";

    public IEnumerable<AdminRoute> Routes() =>
    [
        AdminRoute.Ask("GET", "calendars", [], _ => List()),
        AdminRoute.Ask("POST", "calendars", ["owner", "summary", "id", "time_zone", "holiday"], Add),
        AdminRoute.Ask("GET", One, [], call => Get(call.Route("cal"))),
        AdminRoute.Tell("PATCH", One, ["summary", "time_zone"],
            call => emulator.ChangeCalendar(call.Route("cal"), call.TextOrNull("summary"), AdminZones.Check(call.TextOrNull("time_zone")))),
        AdminRoute.Tell("DELETE", One, [], call => emulator.DeleteCalendar(call.Route("cal"))),
        AdminRoute.Tell("POST", One + "/share", ["email", "role"], Share),
        AdminRoute.Tell("POST", One + "/default-reminders", ["email", "reminders"], SetDefaultReminders),
        AdminRoute.Ask("POST", One + "/purge", [], call => new JsonObject { ["purged"] = emulator.PurgeTrash(call.Route("cal")) }),
        AdminRoute.Tell("POST", "sync-tokens/kill", ["calendar_id"], call => emulator.KillSyncTokens(call.TextOrNull("calendar_id"))),
        AdminRoute.Ask("POST", "conferences/finish", [], _ => new JsonObject { ["finished"] = emulator.FinishConferences() }),
    ];

    public static JsonNode Describe(CalendarState calendar) => new JsonObject
    {
        ["id"] = calendar.Id,
        ["summary"] = calendar.Summary,
        ["owner"] = calendar.Owner.Email,
        ["time_zone"] = calendar.TimeZone,
        ["primary"] = calendar.IsPrimary,
        ["events"] = calendar.Events.Values.Count(static e => !e.State.IsCancelled),
        ["cancelled"] = calendar.Events.Values.Count(static e => e.State.IsCancelled),
        ["changes"] = calendar.Changes.Latest,
        ["roles"] = new JsonObject(calendar.Roles.Select(static r => KeyValuePair.Create(r.Key, (JsonNode?)AccessRoles.Name(r.Value)))),
    };

    private JsonNode Get(string id)
    {
        lock (emulator.World.Gate)
        {
            return Describe(emulator.CalendarOf(id));
        }
    }

    private JsonArray List()
    {
        lock (emulator.World.Gate)
        {
            return [.. emulator.World.Calendars.Where(static c => !c.Deleted).Select(Describe)];
        }
    }

    private JsonNode Add(AdminCall call)
    {
        string? zone = AdminZones.Check(call.TextOrNull("time_zone"));
        if (call.FlagOrNull("holiday") is true)
        {
            return Get(call.TextOrNull("id") is { } holidays
                ? emulator.AddHolidayCalendar(call.Text("owner"), holidays)
                : emulator.AddHolidayCalendar(call.Text("owner")));
        }

        return Get(emulator.AddCalendar(call.Text("owner"), call.Text("summary"), call.TextOrNull("id"), zone));
    }

    private void Share(AdminCall call)
    {
        AccessRole role = AccessRoles.Parse(call.Text("role")) ?? throw GoogleErrors.Invalid("Invalid value for: role").Thrown();
        emulator.Share(call.Route("cal"), call.Text("email"), role);
    }

    private void SetDefaultReminders(AdminCall call) => emulator.SetDefaultReminders(
        call.Text("email"), call.Route("cal"), ReminderRules.ReadList(JsonFields.Array(call.Body, "reminders") ?? []).Select(static r => (r.Method, r.Minutes)));
}
