using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.Events;

/// <summary>
/// What both sides agree on about an occurrence that nobody has changed: what its series says, at its slot. An exception that the
/// application makes starts from there, so that it changes what it says and keeps the rest (guests, properties, conference), a hole is a
/// deletion like any other, and a person who changed the same occurrence meanwhile is neither overwritten nor doubled.
/// </summary>
internal static class OccurrenceBase
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The row with that base, where it is an exception without a link whose series is in Google, and the only one for its slot; else the row as it is.</summary>
    public static EventRow Of(EventRow row)
    {
        if (row is not { GoogleEventId: null, GoogleEvent: null, SlotTaken: false, SeriesGoogleEventId: { } seriesId, SeriesGoogleEvent: { } series } || SlotOf(row) is not { } slot)
        {
            return row;
        }

        var id = EventIds.Instance(seriesId, slot);
        return Occurrence(series, id, seriesId, slot) is not { } occurrence
            ? row
            : row with
            {
                GoogleCalendarId = row.SeriesGoogleCalendarId,
                GoogleEventId = id,
                GoogleEvent = occurrence,
                // An occurrence that nobody has changed has the etag of its series. Where it has another, Google says 412, and it is looked at.
                GoogleEtag = row.SeriesGoogleEtag,
                IsOccurrence = true,
            };
    }

    /// <summary>An occurrence as its series makes it; null where the series is none, or is of another kind.</summary>
    public static GoogleEvent? Of(GoogleEvent series, OriginalSlot slot)
    {
        var id = EventIds.Instance(series.Id!, slot);
        return Occurrence(Encoding.UTF8.GetString(series.Raw.Span), id, series.Id!, slot) is { } occurrence ? GoogleEventReader.Stored(Encoding.UTF8.GetBytes(occurrence)) : null;
    }

    /// <summary>The slot that an exception stands for; null for every other row.</summary>
    public static OriginalSlot? SlotOf(EventRow row) => row switch
    {
        { OriginalStartAt: { } at } => OriginalSlot.Of(at),
        { OriginalStartDate: { } day } => OriginalSlot.Of(day),
        _ => null,
    };

    /// <summary>The occurrence as deleted, to be stored; null for every other row, of which more is stored already.</summary>
    public static ReadOnlyMemory<byte>? HoleOf(EventRow row)
    {
        if (row is not { IsOccurrence: true, GoogleEvent: { } occurrence })
        {
            return null;
        }

        return Cancelled(occurrence);
    }

    /// <summary>An occurrence's state, deleted.</summary>
    public static ReadOnlyMemory<byte> Cancelled(string occurrence)
    {
        using var document = JsonDocument.Parse(occurrence);
        return Write(document.RootElement, writer => writer.WriteString("status"u8, "cancelled"), "status");
    }

    /// <returns>Null where the series' times are of another kind than the slot, so that it has no such occurrence.</returns>
    private static string? Occurrence(string series, string id, string seriesId, OriginalSlot slot)
    {
        var stored = GoogleEventReader.Stored(Encoding.UTF8.GetBytes(series));
        if (stored.IsCancelled || stored.Recurrence is null || WireTimes.Read(stored.Start, stored.End) is not { } times || times.AllDay != slot.Day is not null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(series);
        var body = Write(
            document.RootElement,
            writer =>
            {
                writer.WriteString("id"u8, id);
                writer.WriteString("recurringEventId"u8, seriesId);
                if (slot.Day is { } day)
                {
                    Day(writer, "originalStartTime", day);
                    Day(writer, "start", day);
                    Day(writer, "end", day.AddDays(times.EndDate!.Value.DayNumber - times.StartDate!.Value.DayNumber));
                }
                else
                {
                    Moment(writer, "originalStartTime", slot.At!.Value, stored.Start!.TimeZone);
                    Moment(writer, "start", slot.At.Value, stored.Start.TimeZone);
                    Moment(writer, "end", slot.At.Value + (times.EndAt!.Value - times.StartAt!.Value), stored.End!.TimeZone);
                }
            },
            "id", "recurrence", "start", "end", "originalStartTime", "recurringEventId");
        return Encoding.UTF8.GetString(body.Span);
    }

    private static ReadOnlyMemory<byte> Write(JsonElement from, Action<Utf8JsonWriter> others, params ReadOnlySpan<string> without)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            foreach (var property in from.EnumerateObject())
            {
                if (!without.Contains(property.Name))
                {
                    property.WriteTo(writer);
                }
            }

            others(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Day(Utf8JsonWriter writer, string name, DateOnly day)
    {
        writer.WriteStartObject(name);
        writer.WriteString("date"u8, WireTimes.Text(day));
        writer.WriteEndObject();
    }

    private static void Moment(Utf8JsonWriter writer, string name, DateTimeOffset at, string? zone)
    {
        writer.WriteStartObject(name);
        writer.WriteString("dateTime"u8, WireTimes.Text(at));
        if (zone is not null)
        {
            writer.WriteString("timeZone"u8, zone);
        }

        writer.WriteEndObject();
    }
}
