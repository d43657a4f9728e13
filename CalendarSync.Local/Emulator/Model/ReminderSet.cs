namespace CalendarSync.Local.Emulator.Model;

/// <summary>The reminders of one event as one user has them.</summary>
internal sealed record ReminderSet(bool UseDefault, IReadOnlyList<Reminder> Overrides)
{
    public static readonly ReminderSet Default = new(UseDefault: true, []);

    public bool SameAs(ReminderSet other) => UseDefault == other.UseDefault && Overrides.SequenceEqual(other.Overrides);
}
