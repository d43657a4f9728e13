using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Faults;

/// <summary>A call that is about to be served, for a script to decide on.</summary>
/// <param name="Number">Counts all calls from 1.</param>
/// <param name="Method"><c>events.insert</c>, <c>oauth.token</c>, <c>batch</c>...</param>
/// <param name="IsWrite">Whether the method can change a calendar.</param>
/// <param name="Account">The caller's address, when the token is known.</param>
/// <param name="CalendarId">From the path.</param>
/// <param name="EventId">From the path.</param>
/// <param name="Query">Decoded parameters.</param>
/// <param name="Request">All of it.</param>
internal sealed record CallInfo(
    long Number, string Method, bool IsWrite, string? Account, string? CalendarId, string? EventId, QueryParameters Query, WireRequest Request);
