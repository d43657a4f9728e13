using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Recurrence;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>
/// Invitations between accounts of this Google: a guest's primary calendar holds a copy with the same id. What a guest has alone (reminders,
/// colour, transparency, visibility, private properties) stays on the copy.
/// </summary>
internal sealed class GuestCopies(World world)
{
    /// <summary>Brings the organizer's word to every guest's copy.</summary>
    public void Propagate(StoredEvent stored)
    {
        if (!IsOrganizerCopy(stored) || stored.State.PrivateCopy || (stored.State.Attendees is null && !HasCopies(stored)))
        {
            return;
        }

        foreach (Account guest in Guests(stored.State))
        {
            CopyTo(stored, guest);
        }

        foreach (StoredEvent orphan in Copies(stored).Where(c => AttendeeRules.Find(stored.State.Attendees, c.Calendar.Id) is null && !c.State.IsCancelled))
        {
            world.Commit(orphan, orphan.State with { Status = "cancelled", Attendees = stored.State.Attendees });
        }
    }

    /// <summary>An organizer's delete cancels every copy; a guest's delete declines.</summary>
    public void PropagateDelete(StoredEvent stored)
    {
        if (IsOrganizerCopy(stored))
        {
            foreach (StoredEvent copy in Copies(stored).Where(static c => !c.State.IsCancelled))
            {
                world.Commit(copy, copy.State with { Status = "cancelled" });
                SeriesRules.AfterDelete(world, copy);
            }
        }
        else
        {
            Respond(stored, "declined");
        }
    }

    /// <summary>Refuses what a guest may not change. True when this is a guest's copy and the change stays on it.</summary>
    public bool CheckGuestWrite(StoredEvent stored, EventState before, EventState after)
    {
        if (IsOrganizerCopy(stored) || before.PrivateCopy)
        {
            return false;
        }

        EventState own = after with { Attendees = WithoutResponse(after.Attendees, stored.Calendar.Id) };
        EventState old = before with { Attendees = WithoutResponse(before.Attendees, stored.Calendar.Id), Status = after.Status };
        if (!EventComparison.SameGuestFlags(old, own) || (!before.GuestsCanModify && !EventComparison.SameShared(old, own)))
        {
            throw GoogleErrors.NonOrganizer.Thrown();
        }

        return true;
    }

    /// <summary>Carries a guest's answer (and, where guests may modify, the rest) to the organizer's copy, and from there to everybody.</summary>
    public void PropagateResponse(StoredEvent stored, EventState before)
    {
        if (before.GuestsCanModify && !EventComparison.SameShared(before, stored.State) && Organizer(stored) is { } found)
        {
            StoredEvent original = Kept(found);
            EventState old = original.State;
            world.Commit(original, Shared(stored.State, old));
            SeriesRules.AfterUpdate(world, original, old);
            Propagate(original);
            return;
        }

        string? answer = (string?)AttendeeRules.Find(stored.State.Attendees, stored.Calendar.Id)?["responseStatus"];
        string? was = (string?)AttendeeRules.Find(before.Attendees, stored.Calendar.Id)?["responseStatus"];
        if (answer is not null && !string.Equals(answer, was, StringComparison.Ordinal))
        {
            Respond(stored, answer);
        }
    }

    private void Respond(StoredEvent copy, string answer)
    {
        if (Organizer(copy) is not { } found || AttendeeRules.Find(found.State.Attendees, copy.Calendar.Id) is null)
        {
            return;
        }

        StoredEvent original = Kept(found);
        JsonArray attendees = original.State.Attendees!.DeepClone().AsArray();
        AttendeeRules.Find(attendees, copy.Calendar.Id)!["responseStatus"] = answer;
        world.Commit(original, original.State with { Attendees = attendees });
        foreach (StoredEvent other in Copies(original).Where(c => !ReferenceEquals(c, copy) && !c.State.IsCancelled))
        {
            world.Commit(other, other.State with { Attendees = attendees });
        }

        foreach (Account guest in Guests(original.State).Where(g => HasOnlyTheSeries(g, original)))
        {
            CopyTo(original, guest);
        }
    }

    /// <summary>Of an answer to one occurrence the other guests hear on theirs, which they may not have apart from the series yet.</summary>
    private bool HasOnlyTheSeries(Account guest, StoredEvent occurrence) =>
        occurrence.RecurringEventId is { } id && world.TryGetCalendar(guest.Email, out CalendarState? calendar)
        && !calendar.TryGet(occurrence.Id, out _) && calendar.TryGet(id, out StoredEvent? series) && !series.State.IsCancelled;

    private void CopyTo(StoredEvent stored, Account guest)
    {
        if (!world.TryGetCalendar(guest.Email, out CalendarState? calendar) || ReferenceEquals(calendar, stored.Calendar))
        {
            return;
        }

        if (calendar.TryGet(stored.Id, out StoredEvent? copy))
        {
            EventState next = Shared(stored.State, copy.State);
            bool declined = copy.State.IsCancelled && (string?)AttendeeRules.Find(stored.State.Attendees, guest.Email)?["responseStatus"] is "declined";
            if (!declined && (!EventComparison.SameContent(copy.State, next) || next.Attendees is not null))
            {
                EventState before = copy.State;
                world.Commit(copy, next);
                SeriesRules.AfterUpdate(world, copy, before);
            }
        }
        else if (!calendar.WasPurged(stored.Id))
        {
            EventState state = Shared(stored.State, new EventState()) with { Creator = stored.State.Creator, Organizer = stored.State.Organizer };
            copy = world.Place(calendar, stored.Id, stored.ICalUid, state, stored.RecurringEventId, stored.OriginalStart);
            EventWriter.SetReminders(copy, guest, state, sent: null);
            world.Commit(copy, state);
        }
    }

    /// <summary>The shared parts of one state over the own parts of another.</summary>
    private static EventState Shared(EventState theirs, EventState own) => theirs with
    {
        ColorId = own.ColorId,
        EventLabelId = own.EventLabelId,
        Transparency = own.Transparency ?? theirs.Transparency,
        Visibility = own.Visibility ?? theirs.Visibility,
        PrivateProperties = own.PrivateProperties,
        Creator = own.Creator ?? theirs.Creator,
        Organizer = own.Organizer ?? theirs.Organizer,
        UpdatedMs = own.UpdatedMs,
        EtagNumber = own.EtagNumber,
    };

    private static JsonArray? WithoutResponse(JsonArray? attendees, string email)
    {
        if (attendees?.DeepClone() is not JsonArray copy || AttendeeRules.Find(copy, email) is not { } self)
        {
            return attendees;
        }

        self.Remove("responseStatus");
        self.Remove("comment");
        self.Remove("additionalGuests");
        return copy;
    }

    public static bool IsOrganizerCopy(StoredEvent stored) =>
        stored.State.Organizer is null || string.Equals(stored.State.Organizer.Email, stored.Calendar.Id, StringComparison.OrdinalIgnoreCase) || !stored.Calendar.IsPrimary;

    /// <summary>The organizer's own event, or the occurrence of the organizer's series.</summary>
    private StoredEvent? Organizer(StoredEvent copy) =>
        copy.State.Organizer is { } organizer && world.TryGetCalendar(organizer.Email, out CalendarState? calendar)
            ? calendar.TryGet(copy.Id, out StoredEvent? original) ? original : Instances.Find(calendar, copy.Id)
            : null;

    private StoredEvent Kept(StoredEvent found) => found.Calendar.TryGet(found.Id, out StoredEvent? stored) ? stored : Instances.Store(world, found);

    private IEnumerable<Account> Guests(EventState state) =>
        state.Attendees?.OfType<JsonObject>().Select(a => world.FindAccount((string?)a["email"] ?? "")).OfType<Account>() ?? [];

    private static bool HasCopies(StoredEvent stored) => stored.Previous is { Attendees: not null };

    private List<StoredEvent> Copies(StoredEvent stored)
    {
        List<StoredEvent> copies = [];
        foreach (CalendarState calendar in world.Calendars.Where(c => c.IsPrimary && !ReferenceEquals(c, stored.Calendar)))
        {
            if (calendar.TryGet(stored.Id, out StoredEvent? copy) && string.Equals(copy.ICalUid, stored.ICalUid, StringComparison.Ordinal)
                && string.Equals(copy.State.Organizer?.Email, stored.State.Organizer?.Email, StringComparison.OrdinalIgnoreCase))
            {
                copies.Add(copy);
            }
        }

        return copies;
    }
}
