using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;
using NodaTime;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>Occurrences that nobody has changed: addressable and listed like events, but stored only when somebody writes to them.</summary>
internal static class Instances
{
    /// <summary>The occurrence that an id names; null where its series does not make it.</summary>
    public static StoredEvent? Find(CalendarState calendar, string id) =>
        InstanceIds.Parse(id) is { } parsed
        && calendar.TryGet(parsed.SeriesId, out StoredEvent? series)
        && series.State is { IsSeries: true, IsCancelled: false }
        && SeriesExpansion.Has(series.State, calendar.Zone, parsed.Slot)
            ? At(series, series.State, parsed.Slot)
            : null;

    /// <summary>The occurrences of a series in a window that nobody has changed, as of one of its states.</summary>
    public static IEnumerable<StoredEvent> Unchanged(StoredEvent series, EventState state, Instant? min, Instant? max)
    {
        HashSet<string> stored = [.. series.Calendar.ExceptionsOf(series.Id).Select(static e => e.Id)];
        return SeriesExpansion.Slots(state, series.Calendar.Zone, min, max).Select(slot => At(series, state, slot)).Where(e => !stored.Contains(e.Id));
    }

    /// <summary>The occurrences of all live series in a window that nobody has changed; of what cannot be expanded, none.</summary>
    public static IEnumerable<StoredEvent> Unchanged(CalendarState calendar, Instant min, Instant max) => calendar.Events.Values
        .Where(static e => e.State is { IsSeries: true, IsCancelled: false })
        .SelectMany(series => IfExpandable(() => Unchanged(series, series.State, min, max).ToList()) ?? []);

    /// <summary>Occurrences that a series had in one of its states, as they are told of when it has them no more.</summary>
    public static IEnumerable<StoredEvent> Gone(StoredEvent series, EventState state) =>
        SeriesExpansion.Slots(state, series.Calendar.Zone, min: null, max: null).Select(slot => At(series, state with { Status = "cancelled" }, slot));

    /// <summary>Occurrences that were cancelled, of series that still make them.</summary>
    public static IEnumerable<StoredEvent> Holes(CalendarState calendar) => calendar.Events.Values.Where(e =>
        e.State.IsCancelled && e.RecurringEventId is { } id && calendar.TryGet(id, out StoredEvent? series) && series.State is { IsSeries: true, IsCancelled: false }
        && IfExpandable(() => SeriesExpansion.Has(series.State, calendar.Zone, e.OriginalStart!) ? e : null) is not null);

    private static T? IfExpandable<T>(Func<T?> expand)
        where T : class
    {
        try
        {
            return expand();
        }
        catch (GoogleErrorException)
        {
            return null;
        }
    }

    /// <summary>Makes an occurrence an event of its own, not yet committed: what comes next is its first change.</summary>
    public static StoredEvent Store(World world, StoredEvent instance)
    {
        StoredEvent stored = world.Place(instance.Calendar, instance.Id, instance.ICalUid, instance.State, instance.RecurringEventId, instance.OriginalStart);
        foreach ((string email, ReminderSet set) in instance.Reminders)
        {
            stored.Reminders[email] = set;
        }

        return stored;
    }

    /// <summary>The occurrence at a slot, whether the series makes it or not.</summary>
    public static StoredEvent At(StoredEvent series, EventState state, EventTime slot)
    {
        string id = InstanceIds.Of(series.Id, slot);
        EventTime start = slot with { TimeZone = state.Start!.TimeZone };
        // Unmodified instances have the etag and the time of the last change of their series.
        EventState own = InstanceState.At(state, start, series.Calendar.Zone) with { EtagNumber = state.EtagNumber, UpdatedMs = state.UpdatedMs };
        StoredEvent instance = new(series.Calendar, id, series.ICalUid, SeededRandom.Mix(((ulong)SeededRandom.Hash(id) << 32) | SeededRandom.Hash(id, 1)), own)
        {
            CreatedMs = series.CreatedMs,
            RecurringEventId = series.Id,
            OriginalStart = start,
        };
        foreach ((string email, ReminderSet set) in series.Reminders)
        {
            instance.Reminders[email] = set;
        }

        return instance;
    }
}
