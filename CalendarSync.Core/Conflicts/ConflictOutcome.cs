namespace CalendarSync.Core.Conflicts;

/// <summary>What became of an answer to a conflict.</summary>
/// <param name="Resolved">The conflict as it is then; null where it was not decided by this answer.</param>
/// <param name="Status">HTTP status of the refusal.</param>
/// <param name="Detail">What to change, for the caller.</param>
internal sealed record ConflictOutcome(ConflictRow? Resolved, int Status = 200, string? Detail = null);
