namespace CalendarSync.Core.AppToGoogle;

/// <summary>What became of one change.</summary>
/// <param name="Outcome">What was done in Google.</param>
/// <param name="Conflicts">Conflicts found on the way.</param>
/// <param name="Refusal">Why it can never be sent as it is, as a code; null where it was sent.</param>
internal sealed record PushResult(PushOutcome Outcome, int Conflicts = 0, string? Refusal = null);
