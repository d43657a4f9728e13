namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>One field's new value, which nobody else ever writes there.</summary>
internal sealed record Edit(Act Act, string Field, string Value)
{
    /// <summary>Somebody saw it and put something else in its place.</summary>
    public bool Replaced { get; set; }

    /// <summary>The sides on which somebody saw it and deleted the event.</summary>
    public ISet<Side> Deleted { get; } = new HashSet<Side>();

    public bool Superseded => Replaced || Deleted.Count > 0;

    public bool IsIn(Shown? shown) => string.Equals(shown?[Field], Value, StringComparison.Ordinal);

    public override string ToString() => $"{Field}={Value}, written in {Act.Side} to {Act.Name} (act {Act.Number})";
}
