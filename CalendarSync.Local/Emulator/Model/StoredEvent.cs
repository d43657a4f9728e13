using CalendarSync.Local.Emulator.Events;

namespace CalendarSync.Local.Emulator.Model;

/// <summary>One event on one calendar: its identity, its current state and where it stands in the calendar's history.</summary>
internal sealed class StoredEvent(CalendarState calendar, string id, string iCalUid, ulong listKey, EventState state)
{
    private readonly List<(long UntilChange, EventState State)> _pasts = [];
    private EventView? _view;
    private byte[]? _rendered;

    public CalendarState Calendar { get; } = calendar;

    public string Id { get; } = id;

    public string ICalUid { get; set; } = iCalUid;

    /// <summary>Place in listings: arbitrary, stable, unique in the calendar.</summary>
    public ulong ListKey { get; } = listKey;

    public long CreatedMs { get; init; }

    public string? RecurringEventId { get; init; }

    public EventTime? OriginalStart { get; init; }

    public EventState State { get; private set; } = state;

    /// <summary>The state before the last change, shown while reads lag.</summary>
    public EventState? Previous { get; private set; }

    public long ChangeNumber { get; private set; }

    public long ChangedAtMs { get; private set; }

    public long FirstChangeNumber { get; private set; }

    /// <summary>By account: reminders belong to the user, not to the event.</summary>
    public Dictionary<string, ReminderSet> Reminders { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What it said at some time after a change, if its occurrences were others then: each such state once.</summary>
    public IEnumerable<EventState> PastsSince(long changeNumber) => _pasts.Where(p => p.UntilChange > changeNumber).Select(static p => p.State);

    public void Change(EventState state, long changeNumber, long atMs)
    {
        Previous = FirstChangeNumber == 0 ? null : State;
        if (Previous is { IsCancelled: false } && (Previous.IsSeries || state.IsSeries) && (state.IsCancelled || !EventComparison.SameSlots(Previous, state)))
        {
            _pasts.Add((changeNumber, Previous));
        }

        State = state;
        ChangeNumber = changeNumber;
        ChangedAtMs = atMs;
        FirstChangeNumber = FirstChangeNumber == 0 ? changeNumber : FirstChangeNumber;
        Forget();
    }

    /// <summary>The event as JSON for this view; kept until it changes, so that a listing copies bytes and nothing else.</summary>
    public byte[] Render(EventView view)
    {
        if (_rendered is null || !ReferenceEquals(_view, view))
        {
            _rendered = EventRenderer.Render(this, State, view);
            _view = view;
        }

        return _rendered;
    }

    /// <summary>What was rendered depends on the calendar too (zone, title): it changed.</summary>
    public void Forget()
    {
        _rendered = null;
        _view = null;
    }
}
