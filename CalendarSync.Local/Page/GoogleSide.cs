using System.Text.Json.Nodes;

using CalendarSync.Local.Demo;
using CalendarSync.Local.Emulator;

namespace CalendarSync.Local.Page;

/// <summary>A person at Google's own pages: no API call, no quota, and none of the troubles that calls have.</summary>
internal sealed class GoogleSide(GoogleEmulator google) : ISide
{
    private const string Calendar = DemoPeople.GoogleAccount;
    private readonly EmulatorUser _person = google.User(DemoPeople.GoogleAccount);

    public Task<IReadOnlyList<SideEvent>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SideEvent>>(
        [.. google.LiveEvents(Calendar).Where(item => item["start"] is not null).Select(Read).OrderBy(item => item.Start, StringComparer.Ordinal).ThenBy(item => item.Id, StringComparer.Ordinal)]);

    public Task<string> AddAsync(EventEdit edit, CancellationToken cancellationToken) => Task.FromResult((string)_person.Insert(Calendar, Body(edit))["id"]!);

    public Task<bool> ChangeAsync(string id, EventEdit edit, CancellationToken cancellationToken) => Task.FromResult(Change(id, edit));

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        bool found = IsLive(id);
        if (found)
        {
            _person.Delete(Calendar, id);
        }

        return Task.FromResult(found);
    }

    public bool Change(string id, EventEdit edit)
    {
        bool found = IsLive(id);
        if (found)
        {
            _person.Edit(Calendar, id, Body(edit));
        }

        return found;
    }

    private bool IsLive(string id) => google.Event(Calendar, id) is { } item && (string?)item["status"] is not "cancelled";

    private static SideEvent Read(JsonObject item)
    {
        bool allDay = item["start"]!["date"] is not null;
        string id = (string)item["id"]!;
        return new SideEvent(
            id, id, (string?)item["summary"], (string?)item["location"], allDay, Text(item["start"]!, allDay), Text(item["end"]!, allDay), item["recurrence"] is not null);
    }

    private static JsonObject Body(EventEdit edit)
    {
        var body = new JsonObject();
        if (edit.Title is not null)
        {
            body["summary"] = edit.Title;
        }

        if (edit.Location is not null)
        {
            body["location"] = edit.Location;
        }

        if (edit.Moves)
        {
            body["start"] = Time(edit.Start!, edit.AllDay is true);
            body["end"] = Time(edit.End!, edit.AllDay is true);
        }

        return body;
    }

    // Google gives times with the offset of the calendar's zone, which is the page's.
    private static string Text(JsonNode time, bool allDay) => allDay ? (string)time["date"]! : ((string)time["dateTime"]!)[..16];

    // What is not said is cleared: an event may have been of the other kind before.
    private static JsonObject Time(string text, bool allDay) => allDay
        ? new JsonObject { ["date"] = text, ["dateTime"] = null, ["timeZone"] = null }
        : new JsonObject { ["date"] = null, ["dateTime"] = text + ":00", ["timeZone"] = DemoPeople.TimeZone };
}
