using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Recurrence;
using NodaTime;

namespace CalendarSync.Local.Emulator;

/// <summary>
/// A person at Google's own pages. The rules are those of the API (a refusal is a <see cref="GoogleErrorException"/>), but nothing here costs a call,
/// and notifications go out as for every other change.
/// </summary>
internal sealed class EmulatorUser(GoogleEmulator emulator, Account account)
{
    public string Email => account.Email;

    /// <summary>Creates an event and returns it.</summary>
    public JsonObject Insert(string calendarId, JsonObject body) => Act(calendarId, (calendar, writer) =>
        writer.Insert(calendar, account, body, WriteOptions.UserInterface, anyType: true));

    public JsonObject Insert(string calendarId, string json) => Insert(calendarId, JsonNode.Parse(json)!.AsObject());

    /// <summary>Creates many events, such as a calendar of 100,000; no answers are rendered.</summary>
    public void InsertMany(string calendarId, IEnumerable<JsonObject> bodies)
    {
        lock (emulator.World.Gate)
        {
            CalendarState calendar = emulator.CalendarOf(Resolve(calendarId));
            foreach (JsonObject body in bodies)
            {
                emulator.Writer.Insert(calendar, account, body, WriteOptions.UserInterface, anyType: true);
            }
        }
    }

    /// <summary>
    /// Changes what <paramref name="patch"/> names; null clears. Works on deleted events, too: <c>status</c> brings them back. An occurrence has an id
    /// like any event.
    /// </summary>
    public JsonObject Edit(string calendarId, string eventId, JsonObject patch) => Act(calendarId, (calendar, writer) =>
        writer.Keep(Find(calendar, eventId), stored => writer.Update(stored, account, patch, WriteOptions.UserInterface, patch: true)));

    public JsonObject Edit(string calendarId, string eventId, string json) => Edit(calendarId, eventId, JsonNode.Parse(json)!.AsObject());

    public void Delete(string calendarId, string eventId) => Act(calendarId, (calendar, writer) => writer.Keep(Find(calendar, eventId), writer.Delete));

    /// <summary>Takes an event out of the trash.</summary>
    public JsonObject Restore(string calendarId, string eventId) => Edit(calendarId, eventId, new JsonObject { ["status"] = "confirmed" });

    /// <summary>Moves an event to another calendar; a tombstone stays behind.</summary>
    public JsonObject Move(string calendarId, string eventId, string destination) => Act(calendarId, (calendar, _) =>
        new EventTransfers(emulator.World).Move(Find(calendar, eventId), emulator.CalendarOf(Resolve(destination))));

    /// <summary>The colour in which this person sees a calendar, <c>#rrggbb</c>.</summary>
    public string ColorOf(string calendarId)
    {
        lock (emulator.World.Gate)
        {
            ListEntry entry = account.CalendarList[Resolve(calendarId)];
            return entry.Rgb?.Background ?? Palette.Calendar[entry.ColorId];
        }
    }

    /// <summary>Gives a calendar one of Google's colours, for this person alone.</summary>
    public void Paint(string calendarId, string colorId)
    {
        lock (emulator.World.Gate)
        {
            ListEntry entry = account.CalendarList[Resolve(calendarId)];
            (entry.ColorId, entry.Rgb) = (colorId, null);
            emulator.World.TouchList(account, entry);
        }
    }

    /// <summary>Answers an invitation, or one occurrence of one, on the own copy: <c>accepted</c>, <c>declined</c>, <c>tentative</c>.</summary>
    public JsonObject Respond(string eventId, string answer) => Act("primary", (calendar, writer) =>
    {
        StoredEvent found = Find(calendar, eventId);
        JsonArray attendees = found.State.Attendees?.DeepClone().AsArray() ?? [];
        JsonObject self = AttendeeRules.Find(attendees, account.Email) ?? throw GoogleErrors.NotFound.Thrown();
        self["responseStatus"] = answer;
        JsonObject patch = new() { ["attendees"] = attendees };
        return writer.Keep(found, stored => writer.Update(stored, account, patch, WriteOptions.UserInterface, patch: true));
    });

    /// <summary>Deletes one occurrence. The slot is taken at its word: the rule is not expanded here.</summary>
    public JsonObject CancelInstance(string calendarId, string seriesId, DateTimeOffset originalStart) =>
        Exception(calendarId, seriesId, Slot(originalStart), patch: null);

    /// <summary>As above, for an all-day series.</summary>
    public JsonObject CancelInstance(string calendarId, string seriesId, DateOnly originalDate) =>
        Exception(calendarId, seriesId, Slot(originalDate), patch: null);

    /// <summary>Changes one occurrence. The slot is taken at its word: the rule is not expanded here.</summary>
    public JsonObject EditInstance(string calendarId, string seriesId, DateTimeOffset originalStart, JsonObject patch) =>
        Exception(calendarId, seriesId, Slot(originalStart), patch);

    /// <summary>As above, for an all-day series.</summary>
    public JsonObject EditInstance(string calendarId, string seriesId, DateOnly originalDate, JsonObject patch) =>
        Exception(calendarId, seriesId, Slot(originalDate), patch);

    /// <summary>"This and following": the series ends before the slot, a new one begins there, later exceptions are gone. Returns the new series.</summary>
    public JsonObject SplitSeries(string calendarId, string seriesId, DateTimeOffset from, JsonObject? patch = null) =>
        Split(calendarId, seriesId, Slot(from), patch);

    /// <summary>As above, for an all-day series.</summary>
    public JsonObject SplitSeries(string calendarId, string seriesId, DateOnly from, JsonObject? patch = null) =>
        Split(calendarId, seriesId, Slot(from), patch);

    /// <summary>What the person sees of a series: its live occurrences, changed or not, by start.</summary>
    public IReadOnlyList<JsonObject> Instances(string calendarId, string seriesId)
    {
        lock (emulator.World.Gate)
        {
            CalendarState calendar = emulator.CalendarOf(Resolve(calendarId));
            StoredEvent series = Find(calendar, seriesId);
            return
            [
                .. Recurrence.Instances.Unchanged(series, series.State, min: null, max: null)
                    .Concat(calendar.ExceptionsOf(seriesId).Where(static e => !e.State.IsCancelled))
                    .OrderBy(e => e.State.Start!.InstantIn(calendar.Zone))
                    .Select(e => EventRenderer.Document(e, account)),
            ];
        }
    }

    /// <summary>
    /// A calendar as the person's pages show it, at one moment: every event (a series is one), and of each series its holes and those occurrences
    /// of a window that nobody has changed. What cannot be expanded is there without occurrences.
    /// </summary>
    public IReadOnlyList<JsonObject> Look(string calendarId, DateTimeOffset from, DateTimeOffset to)
    {
        lock (emulator.World.Gate)
        {
            CalendarState calendar = emulator.CalendarOf(Resolve(calendarId));
            return
            [
                .. calendar.Events.Values.Where(e => !e.State.IsCancelled)
                    .Concat(Recurrence.Instances.Holes(calendar))
                    .Concat(Recurrence.Instances.Unchanged(calendar, Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to)))
                    .Select(e => EventRenderer.Document(e, account)),
            ];
        }
    }

    /// <summary>The event or occurrence of this id as the person sees it; null where it is deleted, or never was.</summary>
    public JsonObject? Look(string calendarId, string eventId)
    {
        lock (emulator.World.Gate)
        {
            CalendarState calendar = emulator.CalendarOf(Resolve(calendarId));
            return FindAny(calendar, eventId) is { State.IsCancelled: false } found ? EventRenderer.Document(found, account) : null;
        }
    }

    private JsonObject Split(string calendarId, string seriesId, EventTime from, JsonObject? patch) =>
        Act(calendarId, (calendar, writer) => writer.Split(Find(calendar, seriesId), from, account, patch));

    private JsonObject Exception(string calendarId, string seriesId, EventTime slot, JsonObject? patch) => Act(calendarId, (calendar, writer) =>
    {
        StoredEvent series = Find(calendar, seriesId);
        StoredEvent found = calendar.TryGet(InstanceIds.Of(seriesId, slot), out StoredEvent? stored) ? stored : Recurrence.Instances.At(series, series.State, slot);
        return writer.Keep(found, occurrence =>
        {
            if (patch is null)
            {
                writer.Delete(occurrence);
            }
            else
            {
                writer.Update(occurrence, account, patch, WriteOptions.UserInterface, patch: true);
            }
        });
    });

    private JsonObject Act(string calendarId, Func<CalendarState, EventWriter, StoredEvent> act)
    {
        lock (emulator.World.Gate)
        {
            return EventRenderer.Document(act(emulator.CalendarOf(Resolve(calendarId)), emulator.Writer), account);
        }
    }

    private string Resolve(string calendarId) => calendarId is "primary" ? account.Email : calendarId;

    private static StoredEvent Find(CalendarState calendar, string eventId) =>
        FindAny(calendar, eventId) ?? throw GoogleErrors.NotFound.Thrown();

    private static StoredEvent? FindAny(CalendarState calendar, string eventId) =>
        calendar.TryGet(eventId, out StoredEvent? stored) ? stored : Recurrence.Instances.Find(calendar, eventId);

    private static EventTime Slot(DateTimeOffset start) => new(Date: null, Instant.FromDateTimeOffset(start), TimeZone: null);

    private static EventTime Slot(DateOnly date) => new(LocalDate.FromDateOnly(date), Instant: null, TimeZone: null);
}
