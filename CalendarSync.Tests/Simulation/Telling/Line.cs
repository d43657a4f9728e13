namespace CalendarSync.Tests.Simulation.Telling;

/// <summary>One thing that happens: who, does what, to which event, how. <c>app edit e1 title=e1.v7</c>.</summary>
internal sealed record Line(string Text)
{
    private readonly string[] _words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public string Who => _words[0];

    public string Act => Word(1);

    /// <summary>The event's name, or whatever else stands third.</summary>
    public string On => Word(2);

    /// <summary>All <c>name=value</c>.</summary>
    public IEnumerable<(string Name, string Value)> Values =>
        _words.Where(w => w.Contains('=', StringComparison.Ordinal)).Select(w => (w[..w.IndexOf('=', StringComparison.Ordinal)], w[(w.IndexOf('=', StringComparison.Ordinal) + 1)..]));

    public string? this[string name] => Values.Where(v => string.Equals(v.Name, name, StringComparison.Ordinal)).Select(v => v.Value).FirstOrDefault();

    public Line Without(string name) => new(string.Join(' ', _words.Where(w => !w.StartsWith(name + "=", StringComparison.Ordinal))));

    public string Word(int index) => index < _words.Length ? _words[index] : "";

    public int Number(int index) => int.Parse(Word(index), System.Globalization.CultureInfo.InvariantCulture);

    public bool Equals(Line? other) => string.Equals(other?.Text, Text, StringComparison.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    public override string ToString() => Text;
}
