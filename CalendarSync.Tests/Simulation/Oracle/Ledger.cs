namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>Keeps account of what people did and saw, without knowing how anything is decided.</summary>
internal sealed class Ledger(TimeProvider clock)
{
    private readonly List<Act> _acts = [];
    private readonly List<Edit> _edits = [];
    private readonly Dictionary<string, int> _epochs = new(StringComparer.Ordinal);

    public IReadOnlyList<Act> Acts => _acts;

    public IReadOnlyList<Edit> Edits => _edits;

    public IEnumerable<string> Names => _acts.Select(a => a.Name).Distinct(StringComparer.Ordinal);

    /// <summary>The value that somebody last gave to what only Google knows, by event.</summary>
    public Dictionary<string, string> Theirs { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the event was first made; null where it never was.</summary>
    public Side? MadeBy(string name) => _acts.Find(a => IsSame(a.Name, name))?.Side;

    /// <param name="name">To which event.</param>
    /// <param name="side">Where.</param>
    /// <param name="kind">What.</param>
    /// <param name="seen">What that side showed just before; null where it showed nothing.</param>
    /// <param name="values">The new values of the fields that are followed.</param>
    /// <param name="inStep">Both sides were in step just before.</param>
    public void Add(string name, Side side, ActKind kind, Shown? seen, IReadOnlyDictionary<string, string> values, bool inStep)
    {
        var epoch = _epochs[name] = _epochs.GetValueOrDefault(name) + (inStep ? 1 : 0);
        var act = new Act(_acts.Count + 1, name, side, kind, epoch, clock.GetUtcNow()) { Values = values };
        _acts.Add(act);
        foreach (var edit in _edits.Where(e => IsSame(e.Act.Name, name) && e.IsIn(seen)))
        {
            if (act.IsDeletion)
            {
                edit.Deleted.Add(side);
            }
            else if (kind == ActKind.Restore)
            {
                edit.Deleted.Remove(side);
            }

            edit.Replaced |= values.ContainsKey(edit.Field);
        }

        if (act.IsDeletion)
        {
            // Whoever brings it back need not know what only Google knew.
            Theirs.Remove(name);
        }

        _edits.AddRange(values.Select(v => new Edit(act, v.Key, v.Value)));
    }

    /// <summary>
    /// An occurrence whose series somebody deleted, or moved to other times, at which it has no slot. Google deletes it without a word: what was last
    /// edited there may be in no conflict.
    /// </summary>
    public bool WentWithItsSeries(Edit edit) => _acts.Exists(a =>
        IsOccurrence(edit.Act.Name, a.Name) && (a.IsDeletion || (a.Kind == ActKind.Edit && a.Number > edit.Act.Number && a.Values.ContainsKey("time"))));

    /// <summary>
    /// Nobody else did anything about this field, or to the whole event, that this act did not know, or later. Until both sides have been
    /// in step for the first time, whatever both say may meet; and again where a row was deleted for good and made anew.
    /// </summary>
    public bool IsUndisputed(Edit edit) =>
        Others(edit.Act).All(a => !a.Concerns(edit.Field) && (a.Kind == ActKind.Touch || (a.Epoch > 0 && !IsMadeAgain(edit.Act))));

    /// <summary>As above, of a deletion: nobody edited or restored.</summary>
    public bool IsUndisputed(Act deletion) => Others(deletion).All(a => a.Kind == ActKind.Touch);

    /// <summary>
    /// One edit on each side met in this field, long enough apart that clocks cannot be in doubt, and nobody did anything else: the later one.
    /// </summary>
    public Edit? LaterOfTwo(string name, string field)
    {
        var acts = _acts.FindAll(a => IsSame(a.Name, name));
        if (acts.Count < 2 || acts[^1].Epoch == 0)
        {
            return null;
        }

        var met = acts.FindAll(a => a.Epoch == acts[^1].Epoch);
        return met is [var first, var second] && first.Side != second.Side && second.At - first.At > TimeSpan.FromSeconds(30)
            && met.TrueForAll(a => a.Kind == ActKind.Edit && a.Values.ContainsKey(field))
            ? _edits.Find(e => e.Act == second && IsSame(e.Field, field))
            : null;
    }

    // What came before on the same side was seen there; what came before the sides were in step was seen everywhere.
    private IEnumerable<Act> Others(Act act) => _acts.Where(a =>
        a != act && IsSame(a.Name, act.Name) && a.Epoch >= act.Epoch && !(a.Side == act.Side && a.Number < act.Number));

    private bool IsMadeAgain(Act act) => _acts.FindLast(a => a.Number < act.Number && a.Side == act.Side && IsSame(a.Name, act.Name)) is { Kind: ActKind.Purge };

    private static bool IsOccurrence(string name, string of) => name.StartsWith(of + "i", StringComparison.Ordinal);

    private static bool IsSame(string name, string of) => string.Equals(name, of, StringComparison.Ordinal);
}
