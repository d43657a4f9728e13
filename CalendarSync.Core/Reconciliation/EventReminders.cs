namespace CalendarSync.Core.Reconciliation;

/// <summary>
/// Reminders in the normal form that Google gives back: minutes clamped to 0..40320, doubles collapsed, unknown methods
/// dropped, sorted. Two settings that mean the same are equal.
/// </summary>
internal sealed class EventReminders : IEquatable<EventReminders>
{
    /// <summary>The calendar's own reminders.</summary>
    public static readonly EventReminders Default = new(true, []);

    /// <summary>No reminder at all.</summary>
    public static readonly EventReminders Silent = new(false, []);

    private const int MostMinutes = 40320;

    private EventReminders(bool useDefault, IReadOnlyList<Reminder> overrides)
    {
        UseDefault = useDefault;
        Overrides = overrides;
    }

    public bool UseDefault { get; }

    /// <summary>Sorted by method and minutes.</summary>
    public IReadOnlyList<Reminder> Overrides { get; }

    /// <param name="useDefault">True for the calendar's own reminders; then <paramref name="overrides"/> mean nothing.</param>
    /// <param name="overrides">As given by either side, in any order.</param>
    public static EventReminders Of(bool useDefault, IEnumerable<Reminder> overrides) =>
        useDefault
            ? Default
            : new EventReminders(
                false,
                [.. overrides
                    .Where(r => r.Method is "popup" or "email")
                    .Select(r => r with { Minutes = Math.Clamp(r.Minutes, 0, MostMinutes) })
                    .Distinct()
                    .OrderBy(r => r.Method, StringComparer.Ordinal)
                    .ThenBy(r => r.Minutes)]);

    public bool Equals(EventReminders? other) =>
        other is not null && UseDefault == other.UseDefault && Overrides.SequenceEqual(other.Overrides);

    public override bool Equals(object? obj) => Equals(obj as EventReminders);

    public override int GetHashCode() => HashCode.Combine(UseDefault, Overrides.Count);
}
