using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>Events that come from elsewhere or go elsewhere: import and move. Called under the lock.</summary>
internal sealed class EventTransfers(World world)
{
    /// <summary>Upsert by UID: the whole representation is replaced, the id kept (section 3.12).</summary>
    public StoredEvent Import(CalendarState calendar, Account actor, JsonObject body, WriteOptions options)
    {
        string uid = JsonFields.Text(body, "iCalUID") ?? throw GoogleErrors.Required("Missing iCalUID.").Thrown();
        EventState state = EventReader.Read(body, stored: null, calendar, options);
        if (!string.Equals(state.EventType, EventTypes.Default, StringComparison.Ordinal))
        {
            throw GoogleErrors.EventTypeRestriction("Only events of the default type can be imported.").Thrown();
        }

        Person organizer = ReadOrganizer(body) ?? EventWriter.OrganizerOf(calendar);
        Person self = EventWriter.OrganizerOf(calendar);
        bool mine = string.Equals(organizer.Email, self.Email, StringComparison.OrdinalIgnoreCase);
        if (!mine && AttendeeRules.Find(state.Attendees, self.Email) is null)
        {
            throw GoogleErrors.Calendar("participantIsNeitherOrganizerNorAttendee", "The owner of the calendar must either be the organizer or an attendee of an event that is imported.").Thrown();
        }

        state = state with { Creator = new Person(actor.Email, EventWriter.DisplayName(actor)), Organizer = organizer, PrivateCopy = !mine };
        StoredEvent? stored = EventWriter.FindByUid(calendar, uid);
        if (stored is null)
        {
            stored = world.Place(calendar, world.NewEventId(), uid, state);
        }
        else if (state.Sequence < stored.State.Sequence && JsonFields.Number(body, "sequence") is not null)
        {
            throw GoogleErrors.InvalidSequence.Thrown();
        }
        else
        {
            state = state with { UpdatedMs = stored.State.UpdatedMs, EtagNumber = stored.State.EtagNumber };
        }

        EventWriter.SetReminders(stored, actor, state, ReminderRules.Read(body));
        world.Commit(stored, state);
        return stored;
    }

    /// <summary>Changes the organizer: a tombstone stays here, the event goes on there with the same id (section 3.12).</summary>
    public StoredEvent Move(StoredEvent stored, CalendarState destination)
    {
        if (stored.RecurringEventId is not null)
        {
            throw GoogleErrors.Calendar("cannotChangeOrganizerOfInstance", "Cannot change the organizer of an instance.").Thrown();
        }

        if (!string.Equals(stored.State.EventType, EventTypes.Default, StringComparison.Ordinal))
        {
            throw GoogleErrors.EventTypeRestriction("Only events of the default type can be moved.").Thrown();
        }

        if (!string.Equals(stored.State.Organizer?.Email, EventWriter.OrganizerOf(stored.Calendar).Email, StringComparison.OrdinalIgnoreCase))
        {
            throw GoogleErrors.Calendar("cannotChangeOrganizer", "Cannot change the organizer of this event.").Thrown();
        }

        if (ReferenceEquals(destination, stored.Calendar))
        {
            throw GoogleErrors.NotEmulated("moving an event to the calendar on which it is").Thrown();
        }

        if (destination.WasPurged(stored.Id) || (destination.TryGet(stored.Id, out StoredEvent? there) && !there.State.IsCancelled))
        {
            throw GoogleErrors.Duplicate.Thrown();
        }

        List<StoredEvent> exceptions = [.. stored.Calendar.ExceptionsOf(stored.Id)];
        StoredEvent moved = Transfer(stored, destination);
        foreach (StoredEvent exception in exceptions)
        {
            Transfer(exception, destination);
        }

        return moved;
    }

    private StoredEvent Transfer(StoredEvent stored, CalendarState destination)
    {
        EventState state = stored.State with { Organizer = EventWriter.OrganizerOf(destination) };
        if (!destination.TryGet(stored.Id, out StoredEvent? moved))
        {
            moved = world.Place(destination, stored.Id, stored.ICalUid, state, stored.RecurringEventId, stored.OriginalStart);
        }

        foreach ((string email, ReminderSet set) in stored.Reminders)
        {
            moved.Reminders[email] = set;
        }

        world.Commit(moved, state with { UpdatedMs = moved.State.UpdatedMs, EtagNumber = moved.State.EtagNumber });
        if (!stored.State.IsCancelled)
        {
            world.Commit(stored, stored.State with { Status = "cancelled" });
        }

        return moved;
    }

    private static Person? ReadOrganizer(JsonObject body) =>
        JsonFields.Object(body, "organizer") is { } organizer && JsonFields.Text(organizer, "email") is { } email
            ? new Person(email, JsonFields.Text(organizer, "displayName"))
            : null;
}
