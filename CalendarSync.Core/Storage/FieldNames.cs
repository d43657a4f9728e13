using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Storage;

/// <summary>What the fields are called in conflicts and in the journal.</summary>
internal static class FieldNames
{
    private static readonly (EventField Field, string Name)[] Names =
    [
        (EventField.Title, "title"),
        (EventField.Description, "description"),
        (EventField.Location, "location"),
        (EventField.Times, "time"),
        (EventField.Color, "color"),
        (EventField.Recurrence, "recurrence"),
        (EventField.Status, "status"),
        (EventField.Visibility, "visibility"),
        (EventField.Transparency, "transparency"),
        (EventField.Reminders, "reminders"),
    ];

    public static IEnumerable<string> Of(EventField fields) => Names.Where(n => fields.HasFlag(n.Field)).Select(n => n.Name);

    public static EventField Parse(IEnumerable<string> names) =>
        Names.Where(n => names.Contains(n.Name, StringComparer.Ordinal)).Aggregate(EventField.None, (all, n) => all | n.Field);
}
