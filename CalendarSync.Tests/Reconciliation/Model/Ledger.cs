using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>Keeps account of every edit, without knowing how decisions are made.</summary>
internal sealed class Ledger(GoogleForm google)
{
    private readonly List<Edit> edits = [];

    /// <summary>Fields that any person edited.</summary>
    public EventField Touched { get; private set; }

    /// <param name="byApp">Where.</param>
    /// <param name="fields">Which.</param>
    /// <param name="before">What that side showed.</param>
    /// <param name="after">What it shows now.</param>
    /// <param name="otherWordsOnly">It means the same as before: there is nothing to lose.</param>
    public void Edited(bool byApp, EventField fields, EventFields before, EventFields after, bool otherWordsOnly)
    {
        foreach (var edit in edits.Where(e => e.Field == fields && Shows(byApp, before, e)))
        {
            edit.Replaced = true;
        }

        Touched |= fields;
        // A field of two values cannot tell whose value it holds.
        if (!otherWordsOnly && (fields & FieldValues.TwoValued) == EventField.None)
        {
            edits.Add(new Edit(byApp, fields, after));
        }
    }

    /// <summary>Somebody deleted the event as that side showed it.</summary>
    public void Deleted(bool byApp, EventFields before)
    {
        foreach (var edit in edits.Where(e => Shows(byApp, before, e)))
        {
            edit.DeletedInApp.Add(byApp);
        }
    }

    /// <summary>Somebody took the deletion on that side back.</summary>
    public void BroughtBack(bool byApp, EventFields after)
    {
        foreach (var edit in edits.Where(e => Shows(byApp, after, e)))
        {
            edit.DeletedInApp.Remove(byApp);
        }
    }

    /// <summary>The edits that are neither on both sides, nor replaced by somebody who saw them, nor in a conflict.</summary>
    public IEnumerable<Edit> Lost(EventFields? app, EventFields? inGoogle, IReadOnlyCollection<ConflictFinding> findings) => edits.Where(e =>
        !e.Superseded
        && !(app is not null && inGoogle is not null && Shows(true, app, e) && Shows(false, inGoogle, e))
        && !findings.Any(f => f.Fields.HasFlag(e.Field) && (e.IsIn(f.App) || e.IsIn(f.Google))));

    /// <summary>Whether somebody on that side made the value that it has in this field, and nobody has seen and replaced it.</summary>
    public bool HasUnseenEdit(bool byApp, EventFields shown, EventField field) =>
        edits.Any(e => e.ByApp == byApp && e.Field == field && !e.Superseded && Shows(byApp, shown, e));

    private bool Shows(bool inApp, EventFields shown, Edit edit) =>
        (inApp && edit.IsIn(shown)) || (edit with { Value = google.Of(edit.Value) }).IsIn(shown);
}
