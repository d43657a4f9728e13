using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;
using NodaTime;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>Writes an event as Google does: defaults and empty fields left out, times in the calendar's zone.</summary>
internal static class EventRenderer
{
    public static byte[] Render(StoredEvent stored, EventState state, EventView view)
    {
        byte[] full = JsonBytes.Write((stored, state), view, static (json, pair, v) => Write(json, pair.stored, pair.state, v));
        return view.Fields is null ? full : view.Fields.Apply(full);
    }

    /// <summary>The event as a document that may be modified: what a PATCH is merged into.</summary>
    public static JsonObject Document(StoredEvent stored, Account viewer) =>
        JsonNode.Parse(Render(stored, stored.State, new EventView(viewer, AccessRole.Owner)))!.AsObject();

    private static void Write(Utf8JsonWriter json, StoredEvent stored, EventState state, EventView view)
    {
        DateTimeZone zone = view.Zone ?? stored.Calendar.Zone;
        json.WriteStartObject();
        json.WriteString("kind", "calendar#event");
        if (state.IsCancelled && view.ShortTombstones)
        {
            json.WriteString("id", stored.Id);
            json.WriteString("status", "cancelled");
            WriteSlot(json, stored, zone);
        }
        else if (Hidden(state, view.Role))
        {
            json.WriteString("etag", state.Etag);
            json.WriteString("id", stored.Id);
            json.WriteString("status", state.Status);
            json.WriteString("iCalUID", stored.ICalUid);
            json.WriteString("visibility", "private");
            WriteTimes(json, stored, state, zone);
            json.WriteString("eventType", state.EventType);
        }
        else
        {
            WriteAll(json, stored, state, view, zone);
        }

        json.WriteEndObject();
    }

    private static bool Hidden(EventState state, AccessRole role) =>
        role == AccessRole.FreeBusyReader || (role < AccessRole.Writer && state.Visibility is "private" or "confidential");

    private static void WriteAll(Utf8JsonWriter json, StoredEvent stored, EventState state, EventView view, DateTimeZone zone)
    {
        string calendarId = stored.Calendar.Id;
        json.WriteString("etag", state.Etag);
        json.WriteString("id", stored.Id);
        json.WriteString("status", state.Status);
        json.WriteString("htmlLink", HtmlLink(stored));
        json.WriteString("created", Timestamp(stored.CreatedMs / 1000 * 1000));
        json.WriteString("updated", Timestamp(state.UpdatedMs));
        Text(json, "summary", state.Summary);
        Text(json, "description", state.Description);
        Text(json, "location", state.Location);
        Text(json, "colorId", state.ColorId);
        Text(json, "eventLabelId", state.EventLabelId);
        WritePerson(json, "creator", state.Creator, stored.Calendar.Owner.Email);
        WritePerson(json, "organizer", state.Organizer, calendarId);
        WriteTimes(json, stored, state, zone);
        Flag(json, "endTimeUnspecified", state.EndTimeUnspecified, otherwise: false);
        if (state.Recurrence.Count > 0)
        {
            json.WriteStartArray("recurrence");
            foreach (string line in state.Recurrence)
            {
                json.WriteStringValue(line);
            }

            json.WriteEndArray();
        }

        Text(json, "transparency", state.Transparency);
        Text(json, "visibility", state.Visibility);
        json.WriteString("iCalUID", stored.ICalUid);
        json.WriteNumber("sequence", state.Sequence);
        WriteAttendees(json, state, calendarId, view.MaxAttendees);
        WriteProperties(json, state);
        Text(json, "hangoutLink", state.HangoutLink);
        Node(json, "conferenceData", state.ConferenceData);
        Flag(json, "anyoneCanAddSelf", state.AnyoneCanAddSelf, otherwise: false);
        Flag(json, "guestsCanInviteOthers", state.GuestsCanInviteOthers, otherwise: true);
        Flag(json, "guestsCanModify", state.GuestsCanModify, otherwise: false);
        Flag(json, "guestsCanSeeOtherGuests", state.GuestsCanSeeOtherGuests, otherwise: true);
        Flag(json, "privateCopy", state.PrivateCopy, otherwise: false);
        Flag(json, "locked", state.Locked, otherwise: false);
        WriteReminders(json, stored, view.Viewer);
        Node(json, "source", state.Source);
        Node(json, "attachments", state.Attachments);
        json.WriteString("eventType", state.EventType);
        if (state.TypeProperties is not null)
        {
            Node(json, EventTypes.BlockOf(state.EventType)!, state.TypeProperties);
        }
    }

    private static void WriteTimes(Utf8JsonWriter json, StoredEvent stored, EventState state, DateTimeZone zone)
    {
        WriteTime(json, "start", state.Start, zone);
        WriteTime(json, "end", state.End, zone);
        WriteSlot(json, stored, zone);
    }

    private static void WriteSlot(Utf8JsonWriter json, StoredEvent stored, DateTimeZone zone)
    {
        Text(json, "recurringEventId", stored.RecurringEventId);
        WriteTime(json, "originalStartTime", stored.OriginalStart, zone);
    }

    public static void WriteTime(Utf8JsonWriter json, string name, EventTime? time, DateTimeZone zone)
    {
        if (time is null)
        {
            return;
        }

        json.WriteStartObject(name);
        if (time.Date is { } date)
        {
            json.WriteString("date", EventTimes.DateText(date));
        }
        else
        {
            json.WriteString("dateTime", EventTimes.Text(time.Instant!.Value, zone));
            Text(json, "timeZone", time.TimeZone);
        }

        json.WriteEndObject();
    }

    private static void WritePerson(Utf8JsonWriter json, string name, Person? person, string self)
    {
        if (person is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("email", person.Email);
        Text(json, "displayName", person.DisplayName);
        Flag(json, "self", string.Equals(person.Email, self, StringComparison.OrdinalIgnoreCase), otherwise: false);
        json.WriteEndObject();
    }

    private static void WriteAttendees(Utf8JsonWriter json, EventState state, string calendarId, int? limit)
    {
        if (state.Attendees is not { Count: > 0 } attendees)
        {
            return;
        }

        // Above the limit Google shows the caller alone, not the first few.
        bool omitted = limit < attendees.Count;
        json.WriteStartArray("attendees");
        foreach (JsonObject attendee in attendees.OfType<JsonObject>())
        {
            bool self = string.Equals((string?)attendee["email"], calendarId, StringComparison.OrdinalIgnoreCase);
            if (omitted && !self)
            {
                continue;
            }

            json.WriteStartObject();
            foreach ((string key, JsonNode? value) in attendee)
            {
                Node(json, key, value);
            }

            Flag(json, "organizer", string.Equals((string?)attendee["email"], state.Organizer?.Email, StringComparison.OrdinalIgnoreCase), otherwise: false);
            Flag(json, "self", self, otherwise: false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Flag(json, "attendeesOmitted", omitted, otherwise: false);
    }

    private static void WriteProperties(Utf8JsonWriter json, EventState state)
    {
        if (state.PrivateProperties is null && state.SharedProperties is null)
        {
            return;
        }

        json.WriteStartObject("extendedProperties");
        Node(json, "private", state.PrivateProperties);
        Node(json, "shared", state.SharedProperties);
        json.WriteEndObject();
    }

    private static void WriteReminders(Utf8JsonWriter json, StoredEvent stored, Account viewer)
    {
        ReminderSet set = ReminderRules.Of(stored, viewer);
        json.WriteStartObject("reminders");
        json.WriteBoolean("useDefault", set.UseDefault);
        ReminderRules.WriteOverrides(json, set.Overrides);
        json.WriteEndObject();
    }

    private static string HtmlLink(StoredEvent stored)
    {
        string calendar = stored.Calendar.Id.Replace("@gmail.com", "@m", StringComparison.Ordinal);
        string eid = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{stored.Id} {calendar}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return "https://www.google.com/calendar/event?eid=" + eid;
    }

    public static string Timestamp(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value, bool otherwise)
    {
        if (value != otherwise)
        {
            json.WriteBoolean(name, value);
        }
    }

    private static void Node(Utf8JsonWriter json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }
}
