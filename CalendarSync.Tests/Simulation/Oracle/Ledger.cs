using CalendarSync.Tests.Simulation.Acts;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>Keeps account of what people did and saw, without knowing how anything is decided.</summary>
internal sealed class Ledger(TimeProvider clock, Slots slots)
{
    private readonly List<Act> _acts = [];
    private readonly List<Edit> _edits = [];
    private readonly Dictionary<string, int> _epochs = new(StringComparer.Ordinal);

    public IReadOnlyList<Act> Acts => _acts;

    public IReadOnlyList<Edit> Edits => _edits;

    public IEnumerable<string> Events => _acts.Select(a => a.Name).Distinct(StringComparer.Ordinal);

    /// <summary>The value that somebody last gave to what only Google knows, by event.</summary>
    public Dictionary<string, string> Theirs { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the event was first made; null where it never was.</summary>
    public Side? MadeBy(string name) => _acts.Find(a => IsSame(a.Name, name))?.Side;

    /// <param name="name">To which event.</param>
    /// <param name="side">Where.</param>
    /// <param name="kind">What.</param>
    /// <param name="seen">What that side showed just before; null where it showed nothing.</param>
    /// <param name="values">The new values of the fields that are followed.</param>
    /// <param name="inStep">Both sides were in step just before; of an occurrence also whether its series was.</param>
    /// <param name="change">What became of the series' slots, where it is a series and they are others now.</param>
    public void Add(string name, Side side, ActKind kind, Shown? seen, IReadOnlyDictionary<string, string> values, InStep inStep, SlotChange? change = null)
    {
        var act = new Act(_acts.Count + 1, name, side, kind, EpochOf(name, inStep.Event), clock.GetUtcNow())
        {
            Values = values,
            SeriesEpoch = Names.IsOccurrence(name) ? EpochOf(Names.SeriesOf(name), inStep.Series) : 0,
            Slots = change,
        };
        _acts.Add(act);
        foreach (var edit in EditsOf(name, seen))
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

        foreach (var (occurrence, shown) in (change?.Seen ?? []).Where(s => slots.Of(s.Name) is { } slot && act.Takes(slot)))
        {
            // What somebody saw in an occurrence went with it.
            Theirs.Remove(occurrence);
            foreach (var edit in EditsOf(occurrence, shown))
            {
                edit.Deleted.Add(side);
            }
        }

        if (act.IsDeletion)
        {
            // Whoever brings it back need not know what only Google knew.
            Theirs.Remove(name);
        }

        _edits.AddRange(values.Select(v => new Edit(act, v.Key, v.Value)));
    }

    /// <summary>
    /// A person's edit of an occurrence, and an act of the application on its series that knew nothing of it and takes the occurrence away: Google deletes it
    /// without a word, and nobody but Google ever had the edit.
    /// </summary>
    public bool WentWithItsSeries(Edit edit) => edit.Act.Side == Side.Google && OfSeries(edit.Act).Any(a => a.Side == Side.App);

    /// <summary>
    /// Nobody else did anything about this field, or to the whole event, that this act did not know, or later. Until both sides have been
    /// in step for the first time, whatever both say may meet; and again where a row was deleted for good and made anew.
    /// </summary>
    public bool IsUndisputed(Edit edit) =>
        !OfSeries(edit.Act).Any() && Others(edit.Act).All(a => !a.Concerns(edit.Field) && !IsMadeAgain(edit.Act) && (a.Kind == ActKind.Touch || a.Epoch > 0));

    /// <summary>As above, of a deletion: nobody edited or restored.</summary>
    public bool IsUndisputed(Act deletion) => !OfSeries(deletion).Any() && Others(deletion).All(a => a.Kind == ActKind.Touch);

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
            && met.TrueForAll(a => a.Kind == ActKind.Edit && a.Values.ContainsKey(field) && !OfSeries(a).Any())
            ? _edits.Find(e => e.Act == second && IsSame(e.Field, field))
            : null;
    }

    /// <summary>Somebody on that side gave the field this value.</summary>
    public bool WasWritten(Side side, string field, string value) =>
        _edits.Exists(e => e.Act.Side == side && IsSame(e.Field, field) && IsSame(e.Value, value));

    private int EpochOf(string name, bool advances) => _epochs[name] = _epochs.GetValueOrDefault(name) + (advances ? 1 : 0);

    private List<Edit> EditsOf(string name, Shown? seen) => _edits.FindAll(e => IsSame(e.Act.Name, name) && e.IsIn(seen));

    // What came before on the same side was seen there; what came before the sides were in step was seen everywhere.
    private IEnumerable<Act> Others(Act act) => _acts.Where(a =>
        a != act && IsSame(a.Name, act.Name) && a.Epoch >= act.Epoch && !(a.Side == act.Side && a.Number < act.Number));

    private bool IsMadeAgain(Act act) => _acts.FindLast(a => a.Number < act.Number && a.Side == act.Side && IsSame(a.Name, act.Name)) is { Kind: ActKind.Purge };

    // Acts on the series of an occurrence, that take it away or bring its series back, and that not both sides knew; also those of who changed the occurrence
    // all the same: it is none any more.
    private IEnumerable<Act> OfSeries(Act act) => Names.IsOccurrence(act.Name)
        ? _acts.Where(a => IsSame(a.Name, Names.SeriesOf(act.Name)) && a.Epoch >= act.SeriesEpoch
            && (a.Kind == ActKind.Restore || (slots.Of(act.Name) is { } slot && a.Takes(slot))))
        : [];

    private static bool IsSame(string name, string of) => string.Equals(name, of, StringComparison.Ordinal);
}
