using System.Text.Json.Serialization;

namespace CalendarSync.Core.Google;

/// <summary>
/// An event as Google gave it. Everything may be missing (tombstones hold an id and nothing else), unknown values are
/// texts like any other, and <see cref="Raw"/> is the whole of it, unknown fields included.
/// </summary>
internal sealed record GoogleEvent
{
    public string? Id { get; init; }

    /// <summary>With the inner quotes.</summary>
    public string? Etag { get; init; }

    public string? Status { get; init; }

    public string? Summary { get; init; }

    public string? Description { get; init; }

    public string? Location { get; init; }

    public string? ColorId { get; init; }

    public GoogleTime? Start { get; init; }

    public GoogleTime? End { get; init; }

    public IReadOnlyList<string>? Recurrence { get; init; }

    public string? RecurringEventId { get; init; }

    public GoogleTime? OriginalStartTime { get; init; }

    public string? Transparency { get; init; }

    public string? Visibility { get; init; }

    public GoogleReminders? Reminders { get; init; }

    public string? EventType { get; init; }

    public GooglePerson? Organizer { get; init; }

    public bool? GuestsCanModify { get; init; }

    public bool? Locked { get; init; }

    public bool? PrivateCopy { get; init; }

    /// <summary>The guest list was cut.</summary>
    public bool? AttendeesOmitted { get; init; }

    public string? HtmlLink { get; init; }

    /// <summary>Not Google's: our own mark of an event of which only the times were kept.</summary>
    public string? CalendarSync { get; init; }

    /// <summary>Last change of the main data, by Google's clock, UTC.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>The JSON of this event, UTF-8.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Raw { get; init; }

    [JsonIgnore]
    public bool IsCancelled => string.Equals(Status, "cancelled", StringComparison.Ordinal);
}
