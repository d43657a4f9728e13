namespace CalendarSync.Core.Reconciliation;

/// <summary>
/// What both sides say about an event, in one normal form: empty text is null, a default is null, colours are lower case.
/// Equal records mean that nothing differs for a person.
/// </summary>
internal sealed record EventFields
{
    public string? Title { get; init => field = NullIfEmpty(value); }

    public string? Description { get; init => field = NullIfEmpty(value); }

    public string? Location { get; init => field = NullIfEmpty(value); }

    /// <summary>Null only for a hole in a series and for tombstones.</summary>
    public EventTimes? Times { get; init; }

    /// <summary><c>#rrggbb</c>; null for the calendar's own colour.</summary>
    public string? Color { get; init => field = NullIfEmpty(value)?.ToLowerInvariant(); }

    public RecurrenceLines? Recurrence { get; init; }

    /// <summary>True for <c>tentative</c>. Cancelled is no field: it is the event's absence.</summary>
    public bool Tentative { get; init; }

    /// <summary><c>public</c>, <c>private</c> or <c>confidential</c>; null is Google's default.</summary>
    public string? Visibility { get; init => field = value is "default" ? null : NullIfEmpty(value); }

    /// <summary><c>transparent</c>; null is opaque.</summary>
    public string? Transparency { get; init => field = value is "opaque" ? null : NullIfEmpty(value); }

    /// <summary>Null where the application left them to the configuration.</summary>
    public EventReminders? Reminders { get; init; }

    /// <summary>Which fields differ.</summary>
    public EventField DifferencesFrom(EventFields other)
    {
        var differences = EventField.None;
        Note(EventField.Title, Same(Title, other.Title));
        Note(EventField.Description, Same(Description, other.Description));
        Note(EventField.Location, Same(Location, other.Location));
        Note(EventField.Times, Equals(Times, other.Times));
        Note(EventField.Color, Same(Color, other.Color));
        Note(EventField.Recurrence, Equals(Recurrence, other.Recurrence));
        Note(EventField.Status, Tentative == other.Tentative);
        Note(EventField.Visibility, Same(Visibility, other.Visibility));
        Note(EventField.Transparency, Same(Transparency, other.Transparency));
        Note(EventField.Reminders, Equals(Reminders, other.Reminders));
        return differences;

        void Note(EventField name, bool same)
        {
            if (!same)
            {
                differences |= name;
            }
        }
    }

    /// <summary>This event with the named fields taken from another.</summary>
    public EventFields With(EventField fields, EventFields from)
    {
        return this with
        {
            Title = Pick(EventField.Title) ? from.Title : Title,
            Description = Pick(EventField.Description) ? from.Description : Description,
            Location = Pick(EventField.Location) ? from.Location : Location,
            Times = Pick(EventField.Times) ? from.Times : Times,
            Color = Pick(EventField.Color) ? from.Color : Color,
            Recurrence = Pick(EventField.Recurrence) ? from.Recurrence : Recurrence,
            Tentative = Pick(EventField.Status) ? from.Tentative : Tentative,
            Visibility = Pick(EventField.Visibility) ? from.Visibility : Visibility,
            Transparency = Pick(EventField.Transparency) ? from.Transparency : Transparency,
            Reminders = Pick(EventField.Reminders) ? from.Reminders : Reminders,
        };

        bool Pick(EventField name) => fields.HasFlag(name);
    }

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
