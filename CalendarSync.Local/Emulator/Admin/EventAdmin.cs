using System.Globalization;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;

namespace CalendarSync.Local.Emulator.Admin;

/// <summary>Events, as the person who edits them at Google's own pages: the calendar's owner, or whoever <c>?as=</c> names.</summary>
internal sealed class EventAdmin(GoogleEmulator emulator)
{
    private const string Collection = "calendars/{cal}/events";
    private const string One = Collection + "/{ev}";

    public IEnumerable<AdminRoute> Routes() =>
    [
        AdminRoute.Ask("GET", Collection, [], List),
        AdminRoute.Ask("POST", Collection, fields: null, call => User(call).Insert(Calendar(call), Copy(call))),
        AdminRoute.Ask("POST", Collection + "/fill", ["count", "summary", "start"], Fill),
        AdminRoute.Ask("GET", One, [], call => emulator.Event(Calendar(call), call.Route("ev")) ?? throw GoogleErrors.NotFound.Thrown()),
        AdminRoute.Ask("PATCH", One, fields: null, call => User(call).Edit(Calendar(call), call.Route("ev"), Copy(call))),
        AdminRoute.Tell("DELETE", One, [], call => User(call).Delete(Calendar(call), call.Route("ev"))),
        AdminRoute.Ask("POST", One + "/restore", [], call => User(call).Restore(Calendar(call), call.Route("ev"))),
        AdminRoute.Ask("POST", One + "/move", ["destination"], call => User(call).Move(Calendar(call), call.Route("ev"), call.Text("destination"))),
        AdminRoute.Ask("POST", One + "/respond", ["answer"], call => User(call).Respond(call.Route("ev"), call.Text("answer"))),
        AdminRoute.Ask("POST", One + "/split", ["from", "patch"], Split),
        AdminRoute.Ask("POST", One + "/instances", ["original_start", "original_date", "patch"], Instance),
    ];

    private JsonArray List(AdminCall call) =>
        [.. call.Query("deleted") is "true" ? emulator.AllEvents(Calendar(call)) : emulator.LiveEvents(Calendar(call))];

    /// <summary>Many events at once, one hour each, for demonstrations and measurements.</summary>
    private JsonObject Fill(AdminCall call)
    {
        int count = (int)(call.NumberOrNull("count") ?? throw GoogleErrors.Required("Missing field: count").Thrown());
        string summary = call.TextOrNull("summary") ?? "Event";
        DateTimeOffset start = call.TimeOrNull("start") ?? emulator.Clock.Now;
        User(call).InsertMany(Calendar(call), Enumerable.Range(0, count).Select(i => EventBody.Timed($"{summary} {i}", start.AddHours(i), start.AddHours(i + 1))));
        return new JsonObject { ["inserted"] = count };
    }

    private JsonObject Split(AdminCall call) => User(call).SplitSeries(
        Calendar(call), call.Route("ev"), call.TimeOrNull("from") ?? throw GoogleErrors.Required("Missing field: from").Thrown(), call.Object("patch"));

    private JsonObject Instance(AdminCall call)
    {
        EmulatorUser user = User(call);
        (string calendar, string series) = (Calendar(call), call.Route("ev"));
        if (call.TimeOrNull("original_start") is { } start)
        {
            return call.Object("patch") is { } patch
                ? user.EditInstance(calendar, series, start, patch)
                : user.CancelInstance(calendar, series, start);
        }

        if (DateOnly.TryParse(call.TextOrNull("original_date"), CultureInfo.InvariantCulture, out DateOnly date))
        {
            return call.Object("patch") is { } patch ? user.EditInstance(calendar, series, date, patch) : user.CancelInstance(calendar, series, date);
        }

        throw GoogleErrors.Required("Missing field: original_start or original_date").Thrown();
    }

    private EmulatorUser User(AdminCall call)
    {
        lock (emulator.World.Gate)
        {
            return emulator.User(call.Query("as") ?? emulator.CalendarOf(Calendar(call)).Owner.Email);
        }
    }

    private static string Calendar(AdminCall call) => call.Route("cal");

    private static JsonObject Copy(AdminCall call) => call.Body.DeepClone().AsObject();
}
