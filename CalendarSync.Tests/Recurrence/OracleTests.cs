using System.Globalization;

using Xunit.Abstractions;

namespace CalendarSync.Tests.Recurrence;

/// <summary>
/// Our expander beside three that others wrote, on rules made by chance. <c>RECURRENCE_SEED</c> and <c>RECURRENCE_CASES</c> say which and
/// how many. Where one of them disagrees, <see cref="Explanations"/> says by which sentence of RFC 5545 it is wrong.
/// </summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    private static readonly int Seed = Variable("RECURRENCE_SEED", 20261120);

    private static readonly int Count = Variable("RECURRENCE_CASES", 2_500);

    [OracleFact("dateutil")]
    public Task Dateutil_makes_the_same_of_rules_by_the_thousand() => CompareAsync(Oracle.DateUtil, 0.03);

    [OracleFact("rrule")]
    public Task Rrule_makes_the_same_of_rules_by_the_thousand() => CompareAsync(Oracle.Rrule, 0.05);

    /// <summary>It takes the start for the first time of the rule, so that it is asked from there on.</summary>
    [OracleFact("ical.js")]
    public Task Ical_makes_the_same_of_rules_by_the_thousand() => CompareAsync(Oracle.ICal, 0.4);

    private async Task CompareAsync(Oracle oracle, double explainedAtMost)
    {
        output.WriteLine($"RECURRENCE_SEED={Seed} RECURRENCE_CASES={Count}");
        var generator = new RuleGenerator(Seed);
        IEnumerable<OracleCase> made = Enumerable.Range(0, Count).Select(_ => generator.Next());
        OracleCase[] cases = [.. oracle == Oracle.ICal ? made.Select(OwnExpansion.Synchronised).OfType<OracleCase>() : made];
        IReadOnlyList<OracleAnswer> answers = await oracle.AskAsync(cases);

        var unexplained = new List<string>();
        int cut = 0;
        var explained = new Dictionary<Explanation, int>();
        for (int i = 0; i < cases.Length; i++)
        {
            IReadOnlyList<string> ours = OwnExpansion.Of(cases[i]);
            if (answers[i].Times is { } theirs && theirs.SequenceEqual(ours, StringComparer.Ordinal))
            {
                continue;
            }

            if (answers[i] is { GaveUp: true, Times: { } some } && some.SequenceEqual(ours.Take(some.Count), StringComparer.Ordinal))
            {
                cut++;
                continue;
            }

            if (Explanations.Of(oracle, OwnExpansion.Rule(cases[i])) is { } explanation)
            {
                explained[explanation] = explained.GetValueOrDefault(explanation) + 1;
                continue;
            }

            unexplained.Add($"{cases[i]}\n  ours   {string.Join(' ', ours)}\n  theirs {answers[i].Error}{string.Join(' ', answers[i].Times ?? [])}");
        }

        output.WriteLine($"{cases.Length} rules, {cases.Length - unexplained.Count - cut - explained.Values.Sum()} alike, {cut} cut short by the time limit");
        cut.ShouldBeLessThan(cases.Length / 10, "too little was compared");
        foreach ((Explanation explanation, int count) in explained.OrderByDescending(static e => e.Value))
        {
            output.WriteLine($"{count}: {explanation.What} RFC 5545: \"{explanation.Sentence}\"");
        }

        unexplained.ShouldBeEmpty($"{oracle.Name} disagrees; RECURRENCE_SEED={Seed}\n{string.Join('\n', unexplained.Take(20))}");
        explained.Values.Sum().ShouldBeLessThan((int)(cases.Length * explainedAtMost) + 5, "too much is explained away");
    }

    private static int Variable(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
