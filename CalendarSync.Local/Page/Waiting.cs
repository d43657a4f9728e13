namespace CalendarSync.Local.Page;

/// <summary>A change on its way to Google, as the queue has it.</summary>
/// <param name="EventId">The row.</param>
/// <param name="GoogleId">Google's event, where it has one.</param>
/// <param name="Action"><c>create</c>, <c>update</c> or <c>delete</c>.</param>
/// <param name="Status"><c>pending</c>, <c>processing</c> or <c>failed</c>.</param>
/// <param name="Reason">Why it waits, in the engine's words.</param>
/// <param name="Due">When it is tried next, UTC.</param>
/// <param name="LeaseUntil">Until when a worker has it to itself, UTC.</param>
/// <param name="Attempts">Failures in a row.</param>
internal sealed record Waiting(Guid EventId, string? GoogleId, string Action, string Status, string? Reason, DateTime Due, DateTime? LeaseUntil, int Attempts);
