using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Recurrence;

namespace CalendarSync.Local.Emulator.Listing;

/// <summary><c>singleEvents=true</c>: instances in place of the series (section 2.3).</summary>
internal static class SingleEvents
{
    /// <summary>Everything on a calendar in listing order: the events, or with singleEvents the instances in place of the series.</summary>
    public static StoredEvent[] Ordered(CalendarState calendar, EventQuery query, long visible)
    {
        if (!query.SingleEvents || (!calendar.HasLiveSeries && !query.ShowDeleted))
        {
            return calendar.Ordered();
        }

        IEnumerable<StoredEvent> instances = calendar.Events.Values.Where(e => e.FirstChangeNumber <= visible).SelectMany(stored =>
        {
            EventState state = stored.ChangeNumber > visible && stored.Previous is { } before ? before : stored.State;
            return state.IsSeries && (!state.IsCancelled || query.ShowDeleted) ? Instances.Unchanged(stored, state, query.TimeMin, query.TimeMax) : [];
        });
        return [.. calendar.Ordered().Concat(instances).OrderBy(static e => e.ListKey)];
    }

    /// <summary>
    /// What a delta tells of a changed event: of a series, all instances that nobody has changed, as the series has them now, and a tombstone for each that
    /// it had since and has no more. What was one event and is a series now is gone, and the other way round.
    /// </summary>
    public static IEnumerable<StoredEvent> Of(StoredEvent stored, long since)
    {
        EventState[] pasts = [.. stored.PastsSince(since)];
        if (!stored.State.IsSeries && !Array.Exists(pasts, static p => p.IsSeries))
        {
            return [stored];
        }

        List<StoredEvent> told = [];
        if (!stored.State.IsSeries)
        {
            told.Add(stored);
        }
        else if (Array.Find(pasts, static p => !p.IsSeries) is { } single)
        {
            told.Add(new StoredEvent(stored.Calendar, stored.Id, stored.ICalUid, stored.ListKey, single with { Status = "cancelled" }));
        }

        if (stored.State is { IsSeries: true, IsCancelled: false })
        {
            told.AddRange(Instances.Unchanged(stored, stored.State, min: null, max: null));
        }

        HashSet<string> known = [.. told.Select(static t => t.Id), .. stored.Calendar.ExceptionsOf(stored.Id).Select(static e => e.Id)];
        told.AddRange(pasts.Where(static p => p.IsSeries).SelectMany(p => Instances.Gone(stored, p)).Where(gone => known.Add(gone.Id)));
        return told;
    }
}
