using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Google;

/// <summary>From Google's form of an event to the normal form and back, and what Google would not take.</summary>
internal static partial class GoogleEventMapper
{
    /// <summary>What a person sees of the event. Times are null for tombstones that hold none.</summary>
    /// <exception cref="FormatException">A live event whose times are not legal; <see cref="GoogleEventReader"/> lets none through.</exception>
    public static EventFields ToFields(GoogleEvent e)
    {
        var times = WireTimes.Read(e.Start, e.End);
        if (times is null && !e.IsCancelled)
        {
            throw new FormatException("The event's times are not legal.");
        }

        return new EventFields
        {
            Title = e.Summary,
            Description = e.Description,
            Location = e.Location,
            Times = times,
            Color = EventColors.HexOf(e.ColorId),
            Recurrence = RecurrenceLines.Of(e.Recurrence?.OfType<string>()),
            Tentative = string.Equals(e.Status, "tentative", StringComparison.Ordinal),
            Visibility = e.Visibility,
            Transparency = e.Transparency,
            Reminders = ToReminders(e.Reminders),
        };
    }

    /// <summary>The slot of an exception in its series; null for every other event.</summary>
    public static OriginalSlot? SlotOf(GoogleEvent e)
    {
        if (WireTimes.Slot(e.OriginalStartTime) is { } slot)
        {
            return slot;
        }

        return e is { RecurringEventId: not null, Id: not null } && EventIds.TryParseInstance(e.Id, out _, out var named) ? named : null;
    }

    /// <summary>Whether Google lets this account change every field of the event; a full PUT of any other event is refused, or does harm.</summary>
    /// <param name="e">The event as last read.</param>
    /// <param name="reason">Why not, as a code.</param>
    public static bool IsWritable(GoogleEvent e, out string? reason)
    {
        reason = e switch
        {
            { EventType: not (null or "default") } => "managedEventType",
            { Locked: true } => "locked",
            { CalendarSync: HiddenValue } => "privateEvent",
            // A PUT with a cut guest list would remove the guests that were cut.
            { AttendeesOmitted: true } => "guestsNotListed",
            // On a secondary calendar the organizer is the calendar, which is "self" as well. A private copy has a foreign
            // organizer but belongs to this account alone.
            { Organizer: { Self: not true }, GuestsCanModify: not true, PrivateCopy: not true } => "guestCopy",
            _ => null,
        };
        return reason is null;
    }

    private static EventReminders ToReminders(GoogleReminders? reminders)
    {
        if (reminders is null or { UseDefault: true })
        {
            return EventReminders.Default;
        }

        return EventReminders.Of(
            false,
            (reminders.Overrides ?? []).Where(r => r is { Method: not null, Minutes: not null }).Select(r => new Reminder(r.Method!, r.Minutes!.Value)));
    }
}
