using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Recurrence;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>Reads a full event body as PUT means it: what is absent is at its default. Unknown and read-only fields are ignored.</summary>
internal static class EventReader
{
    private const int MaxAttachments = 25;

    /// <param name="body">The event; for a PATCH the merged document.</param>
    /// <param name="stored">The state that is replaced, or null for a new event.</param>
    /// <param name="calendar">Where it stands: its zone is the fallback for times with an offset and no zone.</param>
    /// <param name="options">Which parts count; those that do not stay as they are.</param>
    public static EventState Read(JsonObject body, EventState? stored, CalendarState calendar, WriteOptions options)
    {
        EventTime end = EventTimes.Read(body, "end", calendar.Zone);
        EventTime start = EventTimes.Read(body, "start", calendar.Zone);
        IReadOnlyList<string> recurrence = RecurrenceLines.Read(body);
        CheckTimes(start, end, body, recurrence);
        string type = JsonFields.Text(body, "eventType") ?? stored?.EventType ?? EventTypes.Default;
        if (!EventTypes.IsKnown(type))
        {
            throw GoogleErrors.Invalid($"Invalid value for: eventType: '{type}'").Thrown();
        }

        EventState state = (stored ?? new EventState()) with
        {
            Status = OneOf(body, "status", "confirmed", "tentative", "cancelled") ?? "confirmed",
            Summary = JsonFields.Text(body, "summary"),
            Description = JsonFields.Text(body, "description"),
            Location = JsonFields.Text(body, "location"),
            ColorId = options.EventLabelVersion == 0 ? ReadColor(body) : stored?.ColorId,
            EventLabelId = options.EventLabelVersion == 1 ? JsonFields.Text(body, "eventLabelId") : stored?.EventLabelId,
            Start = start,
            End = end,
            EndTimeUnspecified = JsonFields.Flag(body, "endTimeUnspecified", otherwise: false),
            Recurrence = recurrence,
            Transparency = NotDefault(OneOf(body, "transparency", "opaque", "transparent"), "opaque"),
            Visibility = NotDefault(OneOf(body, "visibility", "default", "public", "private", "confidential"), "default"),
            Attendees = AttendeeRules.Read(body),
            PrivateProperties = PropertyRules.Read(body, "private"),
            SharedProperties = PropertyRules.Read(body, "shared"),
            AnyoneCanAddSelf = JsonFields.Flag(body, "anyoneCanAddSelf", otherwise: false),
            GuestsCanInviteOthers = JsonFields.Flag(body, "guestsCanInviteOthers", otherwise: true),
            GuestsCanModify = JsonFields.Flag(body, "guestsCanModify", otherwise: false),
            GuestsCanSeeOtherGuests = JsonFields.Flag(body, "guestsCanSeeOtherGuests", otherwise: true),
            Source = ReadSource(body),
            EventType = type,
            TypeProperties = EventTypes.ReadBlock(body, type),
            Attachments = options.SupportsAttachments ? ReadAttachments(body) : stored?.Attachments,
            Sequence = ReadSequence(body, stored),
        };
        return ConferenceRules.Apply(state, stored, body, options.ConferenceDataVersion);
    }

    private static void CheckTimes(EventTime start, EventTime end, JsonObject body, IReadOnlyList<string> recurrence)
    {
        if (start.IsAllDay != end.IsAllDay)
        {
            throw GoogleErrors.Invalid("Start and end times must either both be date or both be dateTime.").Thrown();
        }

        bool empty = start.IsAllDay ? end.Date!.Value <= start.Date!.Value : end.Instant!.Value <= start.Instant!.Value;
        if (empty)
        {
            throw GoogleErrors.TimeRangeEmpty.Thrown();
        }

        if (recurrence.Count > 0 && !start.IsAllDay)
        {
            if (body["start"]!["timeZone"] is null || body["end"]!["timeZone"] is null)
            {
                throw GoogleErrors.Required($"Missing time zone definition for {(body["start"]!["timeZone"] is null ? "start" : "end")} time.").Thrown();
            }

            if (!string.Equals(start.TimeZone, end.TimeZone, StringComparison.Ordinal))
            {
                throw GoogleErrors.Invalid("Start and end time zones of a recurring event must be the same.").Thrown();
            }
        }
    }

    private static int ReadSequence(JsonObject body, EventState? stored)
    {
        int current = stored?.Sequence ?? 0;
        long sent = JsonFields.Number(body, "sequence") ?? current;
        return sent < current ? throw GoogleErrors.InvalidSequence.Thrown() : (int)Math.Min(sent, int.MaxValue);
    }

    private static string? ReadColor(JsonObject body)
    {
        string? color = JsonFields.Text(body, "colorId");
        return color is null || (int.TryParse(color, out int id) && id is >= 1 and <= 11)
            ? color
            : throw GoogleErrors.Invalid($"Invalid value for: colorId: '{color}'").Thrown();
    }

    private static JsonObject? ReadSource(JsonObject body)
    {
        if (JsonFields.Object(body, "source") is not { } source)
        {
            return null;
        }

        string? url = JsonFields.Text(source, "url");
        bool web = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";
        return web ? Copy(source, "url", "title") : throw GoogleErrors.Invalid("Invalid value for: source.url").Thrown();
    }

    private static JsonArray? ReadAttachments(JsonObject body)
    {
        if (JsonFields.Array(body, "attachments") is not { Count: > 0 } sent)
        {
            return null;
        }

        if (sent.Count > MaxAttachments)
        {
            throw GoogleErrors.Invalid("The event exceeds the allowed maximum number of attachments.").Thrown();
        }

        JsonArray attachments = [];
        foreach (JsonObject attachment in sent.OfType<JsonObject>())
        {
            _ = JsonFields.Text(attachment, "fileUrl") ?? throw GoogleErrors.Required("Missing attachment file URL.").Thrown();
            attachments.Add(Copy(attachment, "fileUrl", "title", "mimeType", "iconLink", "fileId"));
        }

        return attachments;
    }

    private static JsonObject Copy(JsonObject from, params ReadOnlySpan<string> names)
    {
        JsonObject copy = [];
        foreach (string name in names)
        {
            if (from[name] is { } value)
            {
                copy[name] = value.DeepClone();
            }
        }

        return copy;
    }

    private static string? OneOf(JsonObject body, string name, params string[] values)
    {
        string? value = JsonFields.Text(body, name);
        return value is null || values.Contains(value, StringComparer.Ordinal)
            ? value
            : throw GoogleErrors.Invalid($"Invalid value for: {name}: '{value}'").Thrown();
    }

    private static string? NotDefault(string? value, string standard) => string.Equals(value, standard, StringComparison.Ordinal) ? null : value;
}
