namespace CalendarSync.Local.Emulator.Calls;

/// <summary>One call as the emulator saw it.</summary>
/// <param name="Number">Counts all calls from 1.</param>
/// <param name="At">Server clock.</param>
/// <param name="Method">As in Google's reference, <c>events.insert</c>; or <c>oauth.token</c>, <c>oauth.revoke</c>, <c>batch</c>.</param>
/// <param name="Verb">HTTP method.</param>
/// <param name="Account">The caller's address; null when the token was not recognised.</param>
/// <param name="CalendarId">From the path, with <c>primary</c> left as sent.</param>
/// <param name="EventId">From the path, or of the event that was inserted.</param>
/// <param name="Status">What the client saw; 0 when the connection broke.</param>
/// <param name="Units">Quota units.</param>
/// <param name="IsWrite">Whether the method can change a calendar.</param>
/// <param name="Applied">Whether the call did its work, whatever the client was told.</param>
/// <param name="Fault">Name of the fault that struck it, or null.</param>
internal sealed record CallRecord(
    long Number, DateTimeOffset At, string Method, string Verb, string? Account, string? CalendarId, string? EventId, int Status, int Units, bool IsWrite, bool Applied, string? Fault);
