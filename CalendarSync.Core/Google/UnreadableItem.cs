namespace CalendarSync.Core.Google;

/// <summary>An item of a listing that could not be read as an event.</summary>
/// <param name="Id">Its id, or a digest of its bytes where it has none.</param>
/// <param name="Reason">What was wrong, without any of its content.</param>
/// <param name="Raw">The item, UTF-8 JSON.</param>
internal sealed record UnreadableItem(string Id, string Reason, ReadOnlyMemory<byte> Raw);
