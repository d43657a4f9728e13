using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Recurrence;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>Every way in which an event changes, for API clients and for people at Google's own pages alike. Called under the lock.</summary>
internal sealed class EventWriter(World world)
{
    private readonly GuestCopies _guests = new(world);

    public StoredEvent Insert(CalendarState calendar, Account actor, JsonObject body, WriteOptions options, bool anyType = false)
    {
        string? id = JsonFields.Text(body, "id");
        string? uid = JsonFields.Text(body, "iCalUID");
        if (id is not null)
        {
            EventIds.Check(id);
            if (calendar.TryGet(id, out _) || calendar.WasPurged(id))
            {
                throw GoogleErrors.Duplicate.Thrown();
            }

            if (uid is not null && !string.Equals(uid, DefaultUid(id), StringComparison.Ordinal))
            {
                throw GoogleErrors.Invalid("Either id or iCalUID can be given, not both.").Thrown();
            }
        }
        else if (uid is not null && FindByUid(calendar, uid) is not null)
        {
            throw GoogleErrors.Duplicate.Thrown();
        }

        EventState state = EventReader.Read(body, stored: null, calendar, options);
        if (state.IsCancelled)
        {
            throw GoogleErrors.NotEmulated("inserting an event that is cancelled").Thrown();
        }

        if (!anyType)
        {
            EventTypes.CheckInsert(state, calendar);
        }

        state = state with { Creator = new Person(actor.Email, DisplayName(actor)), Organizer = OrganizerOf(calendar) };
        id ??= world.NewEventId();
        StoredEvent stored = world.Place(calendar, id, uid ?? DefaultUid(id), state);
        SetReminders(stored, actor, state, ReminderRules.Read(body));
        world.Commit(stored, state);
        _guests.Propagate(stored);
        return stored;
    }

    /// <summary>PUT (the body is everything) or PATCH (the body is merged in). Returns with the event cancelled when the body says so.</summary>
    public void Update(StoredEvent stored, Account actor, JsonObject body, WriteOptions options, bool patch)
    {
        EventState before = stored.State;
        JsonObject document = body;
        if (patch)
        {
            document = EventRenderer.Document(stored, actor);
            JsonFields.Merge(document, body);
        }
        else if (before.IsCancelled && JsonFields.Text(body, "status") is null)
        {
            throw GoogleErrors.NotEmulated("PUT on a deleted event without status").Thrown();
        }

        EventState after = EventReader.Read(document, before, stored.Calendar, options);
        if (stored.RecurringEventId is not null && after.IsSeries)
        {
            throw GoogleErrors.Invalid("Recurrence cannot be set on an instance.").Thrown();
        }

        EventTypes.CheckUpdate(before, after);
        CheckLocked(before, after);
        ReminderSet? reminders = ReminderRules.Read(document);
        if (after.IsCancelled && !before.IsCancelled)
        {
            Delete(stored);
            return;
        }

        bool guest = _guests.CheckGuestWrite(stored, before, after);
        SeriesRules.BeforeUpdate(stored, before, after);
        if (!EventComparison.Significant(before, after))
        {
            after = after with { Sequence = Math.Max(after.Sequence, before.Sequence + 1) };
        }

        ReminderSet had = ReminderRules.Of(stored, actor);
        SetReminders(stored, actor, after, reminders);
        bool remindersOnly = EventComparison.SameContent(before, after) && !had.SameAs(ReminderRules.Of(stored, actor));
        world.Commit(stored, after, mainData: !remindersOnly);
        if (guest)
        {
            _guests.PropagateResponse(stored, before);
        }
        else
        {
            _guests.Propagate(stored);
        }
    }

    public void Delete(StoredEvent stored)
    {
        if (stored.State.IsCancelled)
        {
            throw GoogleErrors.Deleted.Thrown();
        }

        EventTypes.CheckDelete(stored.State);
        world.Commit(stored, stored.State with { Status = "cancelled" });
        foreach (StoredEvent exception in stored.Calendar.ExceptionsOf(stored.Id))
        {
            if (!world.Options.SeriesDeletionCancelsExceptions)
            {
                stored.Calendar.Drop(exception);
            }
            else if (!exception.State.IsCancelled)
            {
                world.Commit(exception, exception.State with { Status = "cancelled" });
            }
        }

        _guests.PropagateDelete(stored);
    }

    /// <summary>Upsert by UID: the whole representation is replaced, the id kept (section 3.12).</summary>
    public StoredEvent Import(CalendarState calendar, Account actor, JsonObject body, WriteOptions options)
    {
        string uid = JsonFields.Text(body, "iCalUID") ?? throw GoogleErrors.Required("Missing iCalUID.").Thrown();
        EventState state = EventReader.Read(body, stored: null, calendar, options);
        if (!string.Equals(state.EventType, EventTypes.Default, StringComparison.Ordinal))
        {
            throw GoogleErrors.EventTypeRestriction("Only events of the default type can be imported.").Thrown();
        }

        Person organizer = ReadOrganizer(body) ?? OrganizerOf(calendar);
        Person self = OrganizerOf(calendar);
        bool mine = string.Equals(organizer.Email, self.Email, StringComparison.OrdinalIgnoreCase);
        if (!mine && AttendeeRules.Find(state.Attendees, self.Email) is null)
        {
            throw GoogleErrors.Calendar("participantIsNeitherOrganizerNorAttendee", "The owner of the calendar must either be the organizer or an attendee of an event that is imported.").Thrown();
        }

        state = state with { Creator = new Person(actor.Email, DisplayName(actor)), Organizer = organizer, PrivateCopy = !mine };
        StoredEvent? stored = FindByUid(calendar, uid);
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

        SetReminders(stored, actor, state, ReminderRules.Read(body));
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

        if (!string.Equals(stored.State.Organizer?.Email, OrganizerOf(stored.Calendar).Email, StringComparison.OrdinalIgnoreCase))
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

    /// <summary>Stores an exception of a series: the slot's own event, or a hole.</summary>
    public StoredEvent AddException(StoredEvent series, EventTime slot, EventState state)
    {
        string id = InstanceIds.Of(series.Id, slot);
        StoredEvent stored = world.Place(series.Calendar, id, series.ICalUid, state with { Recurrence = [] }, series.Id, slot);
        foreach ((string email, ReminderSet set) in series.Reminders)
        {
            stored.Reminders[email] = set;
        }

        world.Commit(stored, state with { Recurrence = [], Sequence = series.State.Sequence });
        return stored;
    }

    public static StoredEvent? FindByUid(CalendarState calendar, string uid) =>
        calendar.Events.Values.FirstOrDefault(e => e.RecurringEventId is null && string.Equals(e.ICalUid, uid, StringComparison.Ordinal));

    public static string DefaultUid(string id) => id + "@google.com";

    public static Person OrganizerOf(CalendarState calendar) =>
        calendar.IsPrimary ? new Person(calendar.Owner.Email, DisplayName(calendar.Owner)) : new Person(calendar.Id, calendar.Summary);

    public static string? DisplayName(Account account) => string.Equals(account.DisplayName, account.Email, StringComparison.Ordinal) ? null : account.DisplayName;

    /// <summary>Null means nothing was said: the default, which an all-day event gets as a copy.</summary>
    public static void SetReminders(StoredEvent stored, Account actor, EventState state, ReminderSet? sent)
    {
        ReminderSet set = sent ?? ReminderRules.Unset(state, ReminderRules.Defaults(stored.Calendar, actor));
        if (set.SameAs(ReminderSet.Default) && state.Start is not { IsAllDay: true })
        {
            stored.Reminders.Remove(actor.Email);
        }
        else
        {
            stored.Reminders[actor.Email] = set;
        }

        stored.Forget();
    }

    private StoredEvent Transfer(StoredEvent stored, CalendarState destination)
    {
        EventState state = stored.State with { Organizer = OrganizerOf(destination) };
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

    private static void CheckLocked(EventState before, EventState after)
    {
        bool same = EventComparison.Significant(before, after) && EventComparison.SameTexts(before, after);
        if (before.Locked && !same)
        {
            throw GoogleErrors.Forbidden.Thrown();
        }
    }
}
