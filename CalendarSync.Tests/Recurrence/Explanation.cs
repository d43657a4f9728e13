using CalendarSync.Core.Recurrence;

namespace CalendarSync.Tests.Recurrence;

/// <summary>Why somebody else's expander may say something else about a rule.</summary>
/// <param name="Oracles">Whose disagreement it explains.</param>
/// <param name="Applies">To which rules.</param>
/// <param name="What">What they do.</param>
/// <param name="Sentence">Of RFC 5545, by which we do otherwise.</param>
internal sealed record Explanation(string[] Oracles, Func<RecurrenceRule, bool> Applies, string What, string Sentence);
