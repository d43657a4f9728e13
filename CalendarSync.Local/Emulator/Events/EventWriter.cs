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
        if (!EventComparison.Significant(before, after))
        {
            after = after with { Sequence = Math.Max(after.Sequence, before.Sequence + 1) };
        }

        ReminderSet had = ReminderRules.Of(stored, actor);
        SetReminders(stored, actor, after, reminders);
        bool remindersOnly = EventComparison.SameContent(before, after) && !had.SameAs(ReminderRules.Of(stored, actor));
        world.Commit(stored, after, mainData: !remindersOnly);
        IReadOnlyList<StoredEvent> stale = SeriesRules.AfterUpdate(world, stored, before);
        if (guest)
        {
            _guests.PropagateResponse(stored, before);
        }
        else
        {
            _guests.Propagate(stored);
            PropagateDeletes(stale);
        }
    }

    public void Delete(StoredEvent stored)
    {
        if (stored.State.IsCancelled)
        {
            throw GoogleErrors.Deleted.Thrown();
        }

        EventTypes.CheckDelete(stored.State);
        if (stored is { RecurringEventId: not null, FirstChangeNumber: 0, State.Attendees: not null })
        {
            // Of a single occurrence guests have no copy yet that could be cancelled.
            _guests.Propagate(stored);
        }

        world.Commit(stored, stored.State with { Status = "cancelled" });
        IReadOnlyList<StoredEvent> exceptions = SeriesRules.AfterDelete(world, stored);
        _guests.PropagateDelete(stored);
        PropagateDeletes(exceptions);
    }

    /// <summary>Writes to an event; an occurrence that nobody has changed becomes one by it, unless the write is refused.</summary>
    public StoredEvent Keep(StoredEvent found, Action<StoredEvent> write)
    {
        if (found.Calendar.TryGet(found.Id, out _))
        {
            write(found);
            return found;
        }

        StoredEvent stored = Instances.Store(world, found);
        try
        {
            write(stored);
            return stored;
        }
        catch (GoogleErrorException)
        {
            stored.Calendar.Drop(stored);
            throw;
        }
    }

    /// <summary>"This and following": the series ends before the slot and a new one begins there. From its start on, that is the series itself.</summary>
    public StoredEvent Split(StoredEvent series, EventTime from, Account actor, JsonObject? patch)
    {
        if (!GuestCopies.IsOrganizerCopy(series))
        {
            throw GoogleErrors.NonOrganizer.Thrown();
        }

        if (!series.State.IsSeries || series.State.IsCancelled || !SeriesExpansion.Has(series.State, series.Calendar.Zone, from))
        {
            throw GoogleErrors.NotFound.Thrown();
        }

        StoredEvent next = from.SameMoment(series.State.Start) ? series : Cut(series, from, actor);
        if (patch is not null)
        {
            Update(next, actor, patch, WriteOptions.UserInterface, patch: true);
        }

        return next;
    }

    private StoredEvent Cut(StoredEvent series, EventTime from, Account actor)
    {
        EventState before = series.State;
        (EventState kept, EventState following) = SeriesSplit.At(before, from, series.Calendar.Zone);
        world.Commit(series, kept);
        IReadOnlyList<StoredEvent> stale = SeriesRules.AfterUpdate(world, series, before);
        _guests.Propagate(series);
        PropagateDeletes(stale);

        string id = world.NewEventId();
        StoredEvent next = world.Place(series.Calendar, id, DefaultUid(id), following);
        SetReminders(next, actor, following, ReminderRules.Of(series, actor));
        world.Commit(next, following);
        _guests.Propagate(next);
        return next;
    }

    private void PropagateDeletes(IReadOnlyList<StoredEvent> cancelled)
    {
        foreach (StoredEvent stored in cancelled)
        {
            _guests.PropagateDelete(stored);
        }
    }

    public static StoredEvent? FindByUid(CalendarState calendar, string uid) =>
        calendar.Events.Values.FirstOrDefault(e => e.RecurringEventId is null && string.Equals(e.ICalUid, uid, StringComparison.Ordinal));

    public static string DefaultUid(string id) => id + "@google.com";

    public static Person OrganizerOf(CalendarState calendar) =>
        calendar.IsPrimary ? new Person(calendar.Owner.Email, DisplayName(calendar.Owner)) : new Person(calendar.Id, calendar.Summary);

    public static string? DisplayName(Account account) =>
        string.Equals(account.DisplayName, account.Email, StringComparison.Ordinal) ? null : account.DisplayName;

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

    private static void CheckLocked(EventState before, EventState after)
    {
        bool same = EventComparison.Significant(before, after) && EventComparison.SameTexts(before, after);
        if (before.Locked && !same)
        {
            throw GoogleErrors.Forbidden.Thrown();
        }
    }
}
