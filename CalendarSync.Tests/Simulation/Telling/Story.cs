namespace CalendarSync.Tests.Simulation.Telling;

/// <summary>
/// All that is needed to play a run again: a list of lines, of conditions, of what people do, and of who goes on and what breaks. Any line
/// can be left out, and what is left is a story too.
/// </summary>
internal sealed record Story(IReadOnlyList<Line> Lines)
{
    public static Story Parse(string text) => new(
    [
        .. text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').Select(l => new Line(l)),
    ]);

    /// <summary>A condition of the world; the default where no line gives it.</summary>
    public string Given(string name, string otherwise) =>
        Lines.Where(l => l.Who is "given").Select(l => l[name]).FirstOrDefault(v => v is not null) ?? otherwise;

    public int Given(string name, int otherwise) => int.Parse(Given(name, otherwise.ToString()));

    public override string ToString() => string.Join(Environment.NewLine, Lines);
}
