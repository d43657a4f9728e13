using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Google;

internal static partial class GoogleEventMapper
{
    // The bodies are read by a JSON parser only, never by a browser.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A complete event for an insert.</summary>
    /// <param name="fields">What the row says; <see cref="Refusal"/> finds nothing wrong with it.</param>
    /// <param name="eventId">See <see cref="EventIds"/>.</param>
    /// <param name="context">The calendar's and the series' part.</param>
    public static ReadOnlyMemory<byte> NewBody(EventFields fields, string eventId, WriteContext context)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, eventId);
            WriteFields(writer, fields, EventField.All, context, default);
            if (context.RecurringEventId is { } series)
            {
                writer.WriteString("recurringEventId"u8, series);
            }

            if (context.OriginalSlot is { } slot)
            {
                WriteSlot(writer, slot, fields, context);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>
    /// The event as Google holds it with some fields replaced, for a full PUT. Everything else goes back as it came: guests, properties, conference
    /// and fields that nobody here has heard of. Only what Google computes itself is left out.
    /// </summary>
    /// <param name="storedGoogleEvent">The event as last read.</param>
    /// <param name="from">Where the changed fields come from.</param>
    /// <param name="changed">Which fields those are.</param>
    /// <param name="context">The calendar's part.</param>
    /// <param name="revive">Makes a deleted event live again.</param>
    public static ReadOnlyMemory<byte> Replace(
        ReadOnlyMemory<byte> storedGoogleEvent, EventFields from, EventField changed, WriteContext context, bool revive)
    {
        changed |= revive ? EventField.Status : EventField.None;
        if (changed.HasFlag(EventField.Recurrence) && from is { Recurrence: not null, Times: not null })
        {
            // A single event may have no zone, a series must.
            changed |= EventField.Times;
        }

        using var stored = JsonDocument.Parse(storedGoogleEvent);
        var buffer = new ArrayBufferWriter<byte>(storedGoogleEvent.Length + 512);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            foreach (var property in stored.RootElement.EnumerateObject())
            {
                if (!IsGooglesOwn(property) && (FieldOf(property) & changed) == EventField.None)
                {
                    property.WriteTo(writer);
                }
            }

            WriteFields(writer, from, changed, context, stored.RootElement);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // A sequence that is lower than the current one is refused, and Google counts by itself where none is sent.
    private static bool IsGooglesOwn(JsonProperty property) =>
        property.NameEquals("etag"u8) || property.NameEquals("kind"u8) || property.NameEquals("htmlLink"u8) || property.NameEquals("created"u8)
        || property.NameEquals("updated"u8) || property.NameEquals("sequence"u8);

    private static EventField FieldOf(JsonProperty property) => property.Name switch
    {
        "summary" => EventField.Title,
        "description" => EventField.Description,
        "location" => EventField.Location,
        "start" or "end" or "endTimeUnspecified" => EventField.Times,
        "colorId" => EventField.Color,
        "recurrence" => EventField.Recurrence,
        "status" => EventField.Status,
        "visibility" => EventField.Visibility,
        "transparency" => EventField.Transparency,
        "reminders" => EventField.Reminders,
        _ => EventField.None,
    };

    private static void WriteFields(Utf8JsonWriter writer, EventFields fields, EventField written, WriteContext context, JsonElement stored)
    {
        Text(EventField.Title, "summary", fields.Title);
        Text(EventField.Description, "description", fields.Description);
        Text(EventField.Location, "location", fields.Location);
        if (Writes(EventField.Times) && fields.Times is { } times)
        {
            WriteTimes(writer, times, fields.Recurrence is not null, context, stored);
        }

        Text(EventField.Color, "colorId", fields.Color is null ? null : EventColors.NearestId(fields.Color));
        if (Writes(EventField.Recurrence) && fields.Recurrence is { } recurrence)
        {
            writer.WriteStartArray("recurrence"u8);
            foreach (var line in recurrence.Lines)
            {
                writer.WriteStringValue(line);
            }

            writer.WriteEndArray();
        }

        Text(EventField.Status, "status", fields.Tentative ? "tentative" : "confirmed");
        Text(EventField.Visibility, "visibility", fields.Visibility);
        Text(EventField.Transparency, "transparency", fields.Transparency);
        if (Writes(EventField.Reminders))
        {
            WriteReminders(writer, fields.Reminders ?? context.DefaultReminders ?? EventReminders.Default);
        }

        bool Writes(EventField field) => (written & field) != EventField.None;

        // A field that is left out of a PUT is cleared.
        void Text(EventField field, string name, string? value)
        {
            if (Writes(field) && value is not null)
            {
                writer.WriteString(name, value);
            }
        }
    }

    private static void WriteTimes(Utf8JsonWriter writer, EventTimes times, bool series, WriteContext context, JsonElement stored)
    {
        if (times.AllDay)
        {
            WriteDay(writer, "start", times.StartDate!.Value);
            WriteDay(writer, "end", times.EndDate!.Value);
            return;
        }

        var zone = Zone(times, context, stored);
        var endZone = zone;
        if (!series && StoredZone(stored, "end"u8) is { } storedEndZone && string.Equals(zone, StoredZone(stored, "start"u8), StringComparison.Ordinal))
        {
            // A flight ends in another zone, which is nothing that a row can say: moving it leaves that as it is.
            endZone = storedEndZone;
        }

        WriteInstant(writer, "start", times.StartAt!.Value, zone);
        WriteInstant(writer, "end", times.EndAt!.Value, endZone);
    }

    private static string Zone(EventTimes times, WriteContext context, JsonElement stored) =>
        ZoneNames.IanaOrAsGiven(times.TimeZone) ?? StoredZone(stored, "start"u8) ?? ZoneNames.IanaOrAsGiven(context.TimeZone) ?? "UTC";

    private static string? StoredZone(JsonElement stored, ReadOnlySpan<byte> side) =>
        stored.ValueKind == JsonValueKind.Object
        && stored.TryGetProperty(side, out var time) && time.ValueKind == JsonValueKind.Object
        && time.TryGetProperty("dateTime"u8, out _)
        && time.TryGetProperty("timeZone"u8, out var zone) && zone.ValueKind == JsonValueKind.String
            ? ZoneNames.IanaOrAsGiven(zone.GetString())
            : null;

    private static void WriteSlot(Utf8JsonWriter writer, OriginalSlot slot, EventFields fields, WriteContext context)
    {
        if (slot.Day is { } day)
        {
            WriteDay(writer, "originalStartTime", day);
        }
        else
        {
            var times = fields.Times ?? EventTimes.Timed(slot.At!.Value, slot.At.Value, null);
            WriteInstant(writer, "originalStartTime", slot.At!.Value, Zone(times, context, default));
        }
    }

    private static void WriteInstant(Utf8JsonWriter writer, string name, DateTimeOffset instant, string zone)
    {
        writer.WriteStartObject(name);
        writer.WriteString("dateTime"u8, WireTimes.Text(instant));
        writer.WriteString("timeZone"u8, zone);
        writer.WriteEndObject();
    }

    private static void WriteDay(Utf8JsonWriter writer, string name, DateOnly day)
    {
        writer.WriteStartObject(name);
        writer.WriteString("date"u8, WireTimes.Text(day));
        writer.WriteEndObject();
    }

    private static void WriteReminders(Utf8JsonWriter writer, EventReminders reminders)
    {
        writer.WriteStartObject("reminders"u8);
        writer.WriteBoolean("useDefault"u8, reminders.UseDefault);
        if (!reminders.UseDefault)
        {
            writer.WriteStartArray("overrides"u8);
            foreach (var reminder in reminders.Overrides)
            {
                writer.WriteStartObject();
                writer.WriteString("method"u8, reminder.Method);
                writer.WriteNumber("minutes"u8, reminder.Minutes);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
