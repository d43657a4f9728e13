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
internal sealed class GoogleActs(SyncWorld world, Views views, Ledger ledger, IReadOnlyList<string> calendars)
{
    public async Task PlayAsync(Line line)
    {
        var before = views.Google(line.On);
        var does = line.Act switch
        {
            "insert" => before is null && ledger.MadeBy(line.On) is null,
            "restore" => before is { Live: false },
            "instance" or "hole" => before is null && Series(line) is { Live: true } series && series.Json["recurrence"] is not null && series.Json["start"]!["dateTime"] is not null,
            "move" => before is { Live: true } && calendars.Count > 1 && !line.On.Contains('i', StringComparison.Ordinal),
            _ => before is { Live: true },
        };
        var inStep = does && await views.AreInStepAsync(line.On);
        if (!does || !Act(line, before))
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
        ledger.Add(line.On, Side.Google, kind, before?.Shown, Followed.In(line), inStep);
        if (line["theirs"] is { } theirs)
        {
            ledger.Theirs[line.On] = theirs;
        }
    }

    private bool Act(Line line, GoogleEvent? e)
    {
        try
        {
            switch (line.Act)
            {
                case "insert":
                    world.Person.Insert(calendars[line["calendar"] is "2" ? 1 : 0], New(line));
                    break;
                case "edit" or "touch" or "note":
                    world.Person.Edit(e!.Calendar, e.Id, Patch(line));
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
                case "instance":
                    var series = Series(line)!;
                    world.Person.EditInstance(series.Calendar, series.Id, SlotOf(series, line), Patch(line));
                    break;
                case "hole":
                    series = Series(line)!;
                    world.Person.CancelInstance(series.Calendar, series.Id, SlotOf(series, line));
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

    private GoogleEvent? Series(Line line) => views.Google(line.Word(3));

    private static DateTimeOffset SlotOf(GoogleEvent series, Line line) =>
        DateTimeOffset.Parse((string)series.Json["start"]!["dateTime"]!, CultureInfo.InvariantCulture).AddDays(7 * line.Number(4));

    private static JsonObject New(Line line)
    {
        var body = Patch(line);
        if (line["weekly"] is { } count)
        {
            body["recurrence"] = new JsonArray($"RRULE:FREQ=WEEKLY;COUNT={count}");
        }

        return body;
    }

    private static JsonObject Patch(Line line)
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
                case "color":
                    patch["colorId"] = (GoogleSide.Palette.ToList().IndexOf(value) + 1).ToString(CultureInfo.InvariantCulture);
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
                case "calendar" or "weekly":
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
}
