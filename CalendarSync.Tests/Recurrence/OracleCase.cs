namespace CalendarSync.Tests.Recurrence;

/// <summary>A rule that several expanders are asked about: on a clock without a zone, from the start to a bound.</summary>
/// <param name="Start"><c>19970902T090000</c>.</param>
/// <param name="Rule">Without <c>RRULE:</c>.</param>
/// <param name="Until">Times after it are not asked for.</param>
/// <param name="Limit">Times that are asked for at most.</param>
internal sealed record OracleCase(string Start, string Rule, string Until, int Limit)
{
    public override string ToString() => $"DTSTART:{Start} RRULE:{Rule} (to {Until})";
}
