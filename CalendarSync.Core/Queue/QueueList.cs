namespace CalendarSync.Core.Queue;

/// <summary>What of a company is not in Google yet.</summary>
/// <param name="Pending">How many changes wait.</param>
/// <param name="Processing">How many are being sent.</param>
/// <param name="Failed">How many were given up.</param>
/// <param name="Items">Those that were given up first, then the oldest first; 200 at most.</param>
public sealed record QueueList(long Pending, long Processing, long Failed, IReadOnlyList<QueueView> Items);
