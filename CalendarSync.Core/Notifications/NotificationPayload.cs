using System.Text.Json;

namespace CalendarSync.Core.Notifications;

/// <summary>What a row of the outbox holds: ids and counts, and of a change its fields before and after until it is sent.</summary>
internal sealed record NotificationPayload
{
    public Guid? EventId { get; init; }

    public Guid? ConnectionId { get; init; }

    public Guid? GrantId { get; init; }

    /// <summary>Google's answer as a status and a reason code.</summary>
    public string? Error { get; init; }

    public JsonElement? Before { get; init; }

    public JsonElement? After { get; init; }

    public int Connections { get; init; }

    public int Created { get; init; }

    public int Updated { get; init; }

    public int Deleted { get; init; }

    public int Conflicts { get; init; }

    public int Errors { get; init; }

    public static NotificationPayload Read(string json) =>
        JsonSerializer.Deserialize(json, NotificationJson.Default.NotificationPayload) ?? new NotificationPayload();
}
