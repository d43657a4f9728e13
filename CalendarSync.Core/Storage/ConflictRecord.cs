using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Storage;

/// <summary>A conflict to be stored.</summary>
/// <param name="Id">New; an open conflict of the same event keeps its own.</param>
/// <param name="CompanyId">Whose event.</param>
/// <param name="ConnectionId">In which calendar.</param>
/// <param name="EventId">The row.</param>
/// <param name="Finding">What the decision found.</param>
/// <param name="GoogleEvent">Google's event, kept while the conflict is open, since nothing else keeps it.</param>
internal sealed record ConflictRecord(
    Guid Id, Guid CompanyId, Guid ConnectionId, Guid EventId, ConflictFinding Finding, ReadOnlyMemory<byte>? GoogleEvent);
