using System.Globalization;
using System.Text.Json.Nodes;

using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Oracle;
using CalendarSync.Tests.Simulation.Telling;

using GoogleEvent = CalendarSync.Tests.Simulation.Oracle.GoogleEvent;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>What the person does in Google Calendar. A line about an event that is not there, or not as the line needs it, does nothing.</summary>
internal sealed class GoogleActs(SyncWorld world, Views views, Ledger ledger, IReadOnlyList<string> calendars, bool exceptionsVanish)
{
    public async Task PlayAsync(Line line)
    {
        var events = views.GoogleAll();
        var before = Find(events, line.On);
        var series = Names.IsOccurrence(line.On) ? Find(events, Names.SeriesOf(line.On)) : null;
        // Of a series people see what it makes, and nothing else of it.
        var slot = series?.Series is { } weekly && views.Slots.Name(line.On, weekly) is { } named && weekly.Makes(named) ? named : null;
        var isSeen = series is null && !Names.IsOccurrence(line.On) || slot is not null;
        var does = line.Act switch
        {
            "insert" => before is null && ledger.MadeBy(line.On) is null,
            // Where exceptions vanish with their series, nobody tells that those of a series that came back are none any more.
            "restore" => before is { Live: false } && isSeen && (!exceptionsVanish || before.Json["recurrence"] is null),
            "instance" or "hole" => before is null or { Live: true } && slot is not null,
            "move" => before is { Live: true, Slot: null } && calendars.Count > 1,
            _ => before is { Live: true },
        };
        var inStep = does ? await views.StepAsync(line.On) : new InStep(false);
        if (!does || !Act(line, before, series, slot))
        {
            return;
        }

        var kind = line.Act switch
        {
            // Who moves an event wants to keep it.
            "insert" or "edit" or "instance" or "move" => ActKind.Edit,
            "restore" => ActKind.Restore,
            "delete" or "hole" => ActKind.Delete,
            _ => ActKind.Touch,
        };
        ledger.Add(line.On, Side.Google, kind, before?.Shown, Followed.In(line, before?.Shown), inStep, SlotsOf(line, before, events));
        if (line["theirs"] is { } theirs)
        {
            ledger.Theirs[line.On] = theirs;
        }
    }

    private bool Act(Line line, GoogleEvent? e, GoogleEvent? series, Slot? slot)
    {
        try
        {
            switch (line.Act)
            {
                case "insert":
                    world.Person.Insert(calendars[line["calendar"] is "2" ? 1 : 0], Patch(line, null));
                    break;
                case "edit" or "touch" or "note":
                    world.Person.Edit(e!.Calendar, e.Id, Patch(line, e.Shown));
                    break;
                case "restore":
                    world.Person.Restore(e!.Calendar, e.Id);
                    break;
                case "delete":
                    world.Person.Delete(e!.Calendar, e.Id);
                    break;
                case "move":
                    world.Person.Move(e!.Calendar, e.Id, calendars.Single(c => !string.Equals(c, e.Calendar, StringComparison.Ordinal)));
                    break;
                case "instance" when slot is { At: { } at }:
                    world.Person.EditInstance(series!.Calendar, series.Id, at, Patch(line, e?.Shown));
                    break;
                case "instance":
                    world.Person.EditInstance(series!.Calendar, series.Id, slot!.Day!.Value, Patch(line, e?.Shown));
                    break;
                case "hole" when slot is { At: { } at }:
                    world.Person.CancelInstance(series!.Calendar, series.Id, at);
                    break;
                case "hole":
                    world.Person.CancelInstance(series!.Calendar, series.Id, slot!.Day!.Value);
                    break;
                default:
                    throw new FormatException($"A person does not know '{line}'.");
            }

            return true;
        }
        catch (GoogleErrorException)
        {
            // Google does not let them.
            return false;
        }
    }

    /// <summary>What Google shows of a series after an act that gave it other slots; null where it has the same ones. What is no series here may be one in the application.</summary>
    private SlotChange? SlotsOf(Line line, GoogleEvent? before, IReadOnlyList<GoogleEvent> events) => before is null
        ? null
        : SlotChange.Between(
            line, before.Series, views.Google(line.On)?.Series,
            [.. events.Where(e => e is { Live: true, Slot: not null, Name: not null } && Names.AreSame(e.SeriesId!, before.Id)).Select(e => (e.Name!, e.Shown))]);

    private static GoogleEvent? Find(IReadOnlyList<GoogleEvent> events, string name) => events.FirstOrDefault(e => Names.AreSame(e.Name ?? "", name));

    private static JsonObject Patch(Line line, Shown? seen)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in line.Values)
        {
            switch (name)
            {
                case "title":
                    patch["summary"] = value;
                    break;
                case "hour":
                    Times(patch, EventBody.Timed("", Moments.Start(int.Parse(value)), Moments.End(int.Parse(value))));
                    break;
                case "day":
                    Times(patch, EventBody.AllDay("", Moments.Day(int.Parse(value))));
                    break;
                case "length":
                    patch["end"] = Longer(Followed.In(line, seen)["time"].Split('/')[1]);
                    break;
                case "weekly":
                    patch["recurrence"] = new JsonArray(WeeklySeries.RuleOf(value));
                    break;
                case "color":
                    patch["colorId"] = value is "-" ? null : (GoogleSide.Palette.ToList().IndexOf(value) + 1).ToString(CultureInfo.InvariantCulture);
                    break;
                case "reminder":
                    patch["reminders"] = JsonNode.Parse($$"""{"useDefault":false,"overrides":[{"method":"popup","minutes":{{value}}}]}""");
                    break;
                case "theirs":
                    patch["extendedProperties"] = new JsonObject { ["private"] = new JsonObject { ["theirs"] = value } };
                    break;
                case "guest":
                    patch["attendees"] = new JsonArray(new JsonObject { ["email"] = value + "@example.com" });
                    break;
                case "calendar":
                    break;
                default:
                    patch[name] = value is "-" ? null : value;
                    break;
            }
        }

        return patch;
    }

    private static void Times(JsonObject patch, JsonObject from)
    {
        // A PATCH merges: what an event of the other kind had has to go.
        foreach (var side in new[] { "start", "end" })
        {
            var time = from[side]!.DeepClone().AsObject();
            foreach (var other in new[] { "date", "dateTime", "timeZone" }.Where(o => !time.ContainsKey(o)))
            {
                time[other] = null;
            }

            patch[side] = time;
        }
    }

    private static JsonObject Longer(string end) => end.Contains('T', StringComparison.Ordinal)
        ? new JsonObject { ["dateTime"] = end + "Z", ["timeZone"] = "Europe/Paris" }
        : new JsonObject { ["date"] = end };
}
