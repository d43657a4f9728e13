namespace CalendarSync.Local.Emulator.Listing;

/// <summary>One page: rendered items and the token that goes with it (one of the two, or neither).</summary>
internal sealed record ListPage(IReadOnlyList<ReadOnlyMemory<byte>> Items, string? NextPageToken, string? NextSyncToken);
