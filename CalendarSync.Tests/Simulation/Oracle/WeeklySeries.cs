namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>What one side shows of a series. The stories' series are weekly, by the clock of Paris, and of this one kind of rule the oracle knows the slots itself.</summary>
internal sealed record WeeklySeries(Slot First, int Count)
{
    private const string Rule = "RRULE:FREQ=WEEKLY;COUNT=";
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <returns>Null where there is no rule.</returns>
    /// <exception cref="FormatException">It is another kind of rule.</exception>
    public static WeeklySeries? Of(Slot first, IReadOnlyList<string> rules) => rules switch
    {
        [] => null,
        [var rule] when rule.StartsWith(Rule, StringComparison.Ordinal) => new WeeklySeries(first, int.Parse(rule[Rule.Length..])),
        _ => throw new FormatException($"The stories have no series that go by {string.Join(' ', rules)}."),
    };

    public static string RuleOf(string count) => Rule + count;

    /// <summary>So many weeks after the first one, also beyond the last.</summary>
    public Slot SlotAt(int week)
    {
        if (First.At is not { } at)
        {
            return First with { Day = First.Day!.Value.AddDays(7 * week) };
        }

        var clock = TimeZoneInfo.ConvertTime(at, Paris).DateTime.AddDays(7 * week);
        return First with { At = new DateTimeOffset(clock, Paris.GetUtcOffset(clock)).ToUniversalTime() };
    }

    public bool Makes(Slot slot) => Enumerable.Range(0, Count).Any(week => SlotAt(week) == slot);
}
