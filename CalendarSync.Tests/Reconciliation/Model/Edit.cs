using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>A person's edit of one field, and whether a later act of a person saw it and replaced it.</summary>
/// <param name="ByApp">In the application; else in Google.</param>
/// <param name="Field">Which field.</param>
/// <param name="Value">An event that has the new value in this field.</param>
internal sealed record Edit(bool ByApp, EventField Field, EventFields Value)
{
    /// <summary>Somebody saw it and put something else in its place.</summary>
    public bool Replaced { get; set; }

    /// <summary>Somebody saw it on that side and deleted the event there, which can be taken back there.</summary>
    public ISet<bool> DeletedInApp { get; } = new HashSet<bool>();

    public bool Superseded => Replaced || DeletedInApp.Count > 0;

    public bool IsIn(EventFields? fields) => fields is not null && (fields.DifferencesFrom(Value) & Field) == EventField.None;
}
