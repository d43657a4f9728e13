using System.Text.Json.Nodes;

namespace CalendarSync.Local.Emulator.Model;

/// <summary>
/// What an event says, at one moment. Never changed: a write makes a new one. Null, empty and false are Google's defaults, which it leaves out of answers.
/// The JSON nodes in it are never modified after they were stored.
/// </summary>
internal sealed record EventState
{
    public string Status { get; init; } = "confirmed";

    public string? Summary { get; init; }

    public string? Description { get; init; }

    public string? Location { get; init; }

    public string? ColorId { get; init; }

    public string? EventLabelId { get; init; }

    public EventTime? Start { get; init; }

    public EventTime? End { get; init; }

    public bool EndTimeUnspecified { get; init; }

    public IReadOnlyList<string> Recurrence { get; init; } = [];

    public string? Transparency { get; init; }

    public string? Visibility { get; init; }

    public int Sequence { get; init; }

    public JsonArray? Attendees { get; init; }

    public JsonObject? PrivateProperties { get; init; }

    public JsonObject? SharedProperties { get; init; }

    public JsonObject? ConferenceData { get; init; }

    public string? HangoutLink { get; init; }

    public bool AnyoneCanAddSelf { get; init; }

    public bool GuestsCanInviteOthers { get; init; } = true;

    public bool GuestsCanModify { get; init; }

    public bool GuestsCanSeeOtherGuests { get; init; } = true;

    public bool PrivateCopy { get; init; }

    public bool Locked { get; init; }

    public JsonObject? Source { get; init; }

    public JsonArray? Attachments { get; init; }

    public string EventType { get; init; } = "default";

    /// <summary>The block that belongs to the event type, such as <c>workingLocationProperties</c>.</summary>
    public JsonObject? TypeProperties { get; init; }

    public Person? Creator { get; init; }

    public Person? Organizer { get; init; }

    /// <summary>Server clock at the last change of the main data, in milliseconds.</summary>
    public long UpdatedMs { get; init; }

    /// <summary>The number inside the etag's quotes.</summary>
    public long EtagNumber { get; init; }

    public bool IsCancelled => string.Equals(Status, "cancelled", StringComparison.Ordinal);

    public bool IsSeries => Recurrence.Count > 0;

    public string Etag => $"\"{EtagNumber}\"";
}
