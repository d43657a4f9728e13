using System.Text.Json.Nodes;

using CalendarSync.Local.Demo;
using CalendarSync.Local.Emulator;

namespace CalendarSync.Local.Page;

/// <summary>A person at Google's own pages: no API call, no quota, and none of the troubles that calls have.</summary>
internal sealed class GoogleSide(GoogleEmulator google) : ISide
{
    private const string Calendar = DemoPeople.GoogleAccount;
    private readonly EmulatorUser _person = google.User(DemoPeople.GoogleAccount);

    /// <summary>Everything that is there, and the occurrences of series on some days.</summary>
    public IReadOnlyList<SideEvent> List(ShownDays days) =>
    [
        .. _person.Look(Calendar, days.From.ToDateTimeOffset(), days.To.ToDateTimeOffset()).Where(item => item["start"] is not null).Select(Read)
            .OrderBy(item => item.Start, StringComparer.Ordinal).ThenBy(item => item.Id, StringComparer.Ordinal),
    ];

    public Task<string> AddAsync(EventEdit edit, CancellationToken cancellationToken) => Task.FromResult((string)_person.Insert(Calendar, Body(edit))["id"]!);

    public Task<bool> ChangeAsync(string id, EventEdit edit, CancellationToken cancellationToken) => Task.FromResult(Change(id, edit));

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        bool found = _person.Look(Calendar, id) is not null;
        if (found)
        {
            _person.Delete(Calendar, id);
        }

        return Task.FromResult(found);
    }

    public bool Change(string id, EventEdit edit)
    {
        bool found = _person.Look(Calendar, id) is not null;
        if (found)
        {
            _person.Edit(Calendar, id, Body(edit));
        }

        return found;
    }

    private static SideEvent Read(JsonObject item)
    {
        bool allDay = item["start"]!["date"] is not null;
        string id = (string)item["id"]!;
        string[] lines = [.. item["recurrence"]?.AsArray().Select(line => (string)line!) ?? []];
        string? series = (string?)item["recurringEventId"];
        SideEventKind kind = series is not null
            ? (string?)item["status"] is "cancelled" ? SideEventKind.Hole : SideEventKind.Occurrence
            : RepeatLines.AreReadable(lines, allDay) ? SideEventKind.Series : SideEventKind.Event;
        return new SideEvent(kind, id, id, (string?)item["summary"], (string?)item["location"], allDay, Text(item["start"]!, allDay), Text(item["end"]!, allDay))
        {
            SeriesId = series, Slot = series is null ? null : id[(id.LastIndexOf('_') + 1)..], Repeat = RepeatLines.Read(lines), Rule = string.Join('\n', lines),
        };
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

        if (edit.Repeat is { } repeat)
        {
            body["recurrence"] = RepeatLines.Of(repeat) is { } lines ? new JsonArray([.. lines]) : null;
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
