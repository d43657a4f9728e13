namespace CalendarSync.Tests.Recurrence;

/// <param name="Times">As far as it came.</param>
/// <param name="Error">It refuses the rule.</param>
/// <param name="GaveUp">It sought too long for the next time.</param>
internal sealed record OracleAnswer(IReadOnlyList<string>? Times, string? Error, bool GaveUp);
