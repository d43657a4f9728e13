using System.Text.Json;
using System.Text.Json.Nodes;

namespace CalendarSync.Core.Events;

/// <summary>A write that was sent and whose answer is not stored: a row of <c>google_calendar_writes</c>.</summary>
internal sealed record PendingWrite
{
    public Guid EventId { get; init; }

    public string GoogleCalendarId { get; init; } = string.Empty;

    public string GoogleEventId { get; init; } = string.Empty;

    /// <summary>What was sent, JSON.</summary>
    public string Body { get; init; } = string.Empty;

    /// <summary>The row's version that was sent.</summary>
    public long Version { get; init; }

    /// <summary>A deletion is announced as the tombstone that it leaves.</summary>
    public static ReadOnlyMemory<byte> DeletionBody(string googleEventId) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = googleEventId, ["status"] = "cancelled" });
}
