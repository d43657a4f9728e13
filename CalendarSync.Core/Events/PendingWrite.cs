using System.Text.Json;
using System.Text.Json.Nodes;

namespace CalendarSync.Core.Events;

/// <summary>A write that was sent and whose answer is not stored: a row of <c>google_calendar_writes</c>.</summary>
internal sealed record PendingWrite
{
    /// <summary>Beside what was sent, in what is stored of it.</summary>
    public const string EarlierKey = "earlier";

    public Guid EventId { get; init; }

    public string GoogleCalendarId { get; init; } = string.Empty;

    public string GoogleEventId { get; init; } = string.Empty;

    /// <summary>What was sent, JSON.</summary>
    public string Body { get; init; } = string.Empty;

    /// <summary>The row's version that was sent.</summary>
    public long Version { get; init; }

    /// <summary>What an insert before it sent, which may have arrived instead; JSON.</summary>
    public string? Earlier => JsonNode.Parse(Body)?[EarlierKey]?.ToJsonString();

    public static PendingWrite Of(string calendarId, OutgoingWrite write)
    {
        var body = JsonNode.Parse(write.Body.Span)!;
        body[EarlierKey] = write.Earlier is { } earlier ? JsonNode.Parse(earlier) : null;
        return new PendingWrite { EventId = write.EventId, GoogleCalendarId = calendarId, GoogleEventId = write.GoogleEventId, Body = body.ToJsonString(), Version = write.Version };
    }

    /// <summary>A deletion is announced as the tombstone that it leaves.</summary>
    public static ReadOnlyMemory<byte> DeletionBody(string googleEventId) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = googleEventId, ["status"] = "cancelled" });
}
