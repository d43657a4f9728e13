namespace CalendarSync.Core.Events;

/// <summary>A write to Google that is about to be sent.</summary>
/// <param name="ItemId">The queue item it belongs to.</param>
/// <param name="EventId">The row.</param>
/// <param name="GoogleEventId">The event's id in Google, also of one to be made.</param>
/// <param name="Body">The whole event, UTF-8 JSON; of a deletion, the tombstone it leaves.</param>
/// <param name="Version">The row's version that is sent.</param>
/// <param name="Insert">A new event (POST), else a full PUT or a deletion.</param>
internal sealed record OutgoingWrite(long ItemId, Guid EventId, string GoogleEventId, ReadOnlyMemory<byte> Body, long Version, bool Insert)
{
    /// <summary>Of an insert that is repeated: what the one before it sent, which Google may only not show yet; JSON.</summary>
    public string? Earlier { get; init; }
}
