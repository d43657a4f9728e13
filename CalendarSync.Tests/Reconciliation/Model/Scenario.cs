using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>A story: how it starts, under which conditions, and what happens.</summary>
/// <param name="Start">What there is at first.</param>
/// <param name="Google">How Google says things back.</param>
/// <param name="Foreseen">How the application thinks that Google says things back.</param>
/// <param name="Policy">Who prevails.</param>
/// <param name="Choice">What a person chooses where nobody prevails.</param>
/// <param name="OffsetSeconds">Google's clock minus ours.</param>
/// <param name="Steps">What happens.</param>
internal sealed record Scenario(
    Start Start, GoogleForm Google, GoogleForm Foreseen, ConflictPolicy Policy, ConflictPolicy Choice, int OffsetSeconds, IReadOnlyList<Step> Steps)
{
    public TimeSpan Offset => TimeSpan.FromSeconds(OffsetSeconds);

    public bool Has(params StepKind[] kinds) => Steps.Any(s => kinds.Contains(s.Kind));

    public override string ToString() =>
        $"""

        start:    {Start}
        google:   {Google}
        foreseen: {Foreseen}
        policy:   {Policy}, then {Choice}; Google's clock {OffsetSeconds} s ahead
        steps:    {(Steps.Count == 0 ? "none" : string.Join($"{Environment.NewLine}          ", Steps))}

        """;
}
