using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace CalendarSync.Local.Emulator.Model;

/// <summary>One calendar and its events. All access happens under the emulator's lock.</summary>
internal sealed class CalendarState(string id, string summary, string timeZone, Account owner)
{
    private readonly Dictionary<string, StoredEvent> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccessRole> _roles = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _purgedIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StoredEvent>> _exceptions = new(StringComparer.Ordinal);
    private StoredEvent[]? _ordered;
    private string _timeZone = timeZone;
    private int _ordinal;
    private long _nextPurgeMs;

    public string Id { get; } = id;

    public Account Owner { get; } = owner;

    public string Summary { get; set; } = summary;

    public string? Description { get; set; }

    public string? Location { get; set; }

    public bool IsPrimary { get; init; }

    /// <summary>False for generated calendars such as holidays: a watch is refused.</summary>
    public bool PushSupported { get; init; } = true;

    /// <summary>Gone for everybody; every call on it answers 404.</summary>
    public bool Deleted { get; set; }

    /// <summary>The OAuth client whose call created it; <c>calendar.app.created</c> opens only such calendars.</summary>
    public string? CreatedByClient { get; init; }

    public long UpdatedMs { get; set; }

    /// <summary>Raised to make every sync token of this calendar dead.</summary>
    public int TokenGeneration { get; set; }

    /// <summary>A token from before this change may miss a purged tombstone: it is dead.</summary>
    public long OldestTokenChange { get; private set; }

    public ChangeLog Changes { get; } = new();

    public DateTimeZone Zone { get; private set; } = DateTimeZoneProviders.Tzdb[timeZone];

    public string TimeZone
    {
        get => _timeZone;
        set
        {
            Zone = DateTimeZoneProviders.Tzdb[value];
            _timeZone = value;
            foreach (StoredEvent stored in _events.Values)
            {
                stored.Forget();
            }
        }
    }

    public IReadOnlyDictionary<string, StoredEvent> Events => _events;

    public bool HasLiveSeries => _series.Count > 0;

    public AccessRole RoleOf(string email) =>
        Deleted ? AccessRole.None
        : _roles.TryGetValue(email, out AccessRole role) ? role
        : string.Equals(email, Owner.Email, StringComparison.OrdinalIgnoreCase) ? AccessRole.Owner
        : AccessRole.None;

    /// <summary>Shares the calendar, or takes it away (<see cref="AccessRole.None"/>), also from its owner (a holiday calendar has none).</summary>
    public void Share(string email, AccessRole role) => _roles[email] = role;

    public IReadOnlyDictionary<string, AccessRole> Roles => _roles;

    public bool TryGet(string eventId, [NotNullWhen(true)] out StoredEvent? stored) => _events.TryGetValue(eventId, out stored);

    public bool WasPurged(string eventId) => _purgedIds.Contains(eventId);

    /// <summary>A free place in the listing order: the hash scatters, the ordinal makes it unique.</summary>
    public ulong NextListKey(uint hash) => ((ulong)hash << 32) | (uint)++_ordinal;

    public void Add(StoredEvent stored)
    {
        _events.Add(stored.Id, stored);
        _ordered = null;
        if (stored.RecurringEventId is { } series)
        {
            if (!_exceptions.TryGetValue(series, out List<StoredEvent>? list))
            {
                list = [];
                _exceptions.Add(series, list);
            }

            list.Add(stored);
        }
    }

    /// <summary>The stored exceptions of a series, cancelled ones included.</summary>
    public IReadOnlyList<StoredEvent> ExceptionsOf(string seriesId) =>
        _exceptions.TryGetValue(seriesId, out List<StoredEvent>? list) ? [.. list] : [];

    /// <summary>Removes an event without a trace: no tombstone, the id free again.</summary>
    public void Drop(StoredEvent stored)
    {
        Remove(stored);
        Changes.Forget([stored]);
    }

    private void Remove(StoredEvent stored)
    {
        _events.Remove(stored.Id);
        _series.Remove(stored.Id);
        _ordered = null;
        if (stored.RecurringEventId is { } series && _exceptions.TryGetValue(series, out List<StoredEvent>? list))
        {
            list.Remove(stored);
        }
    }

    /// <summary>Records that the event has a new state.</summary>
    public void Changed(StoredEvent stored, EventState state, long atMs)
    {
        stored.Change(state, Changes.Next(stored, atMs), atMs);
        UpdatedMs = Math.Max(UpdatedMs, atMs);
        if (state is { IsSeries: true, IsCancelled: false })
        {
            _series.Add(stored.Id);
        }
        else
        {
            _series.Remove(stored.Id);
        }
    }

    /// <summary>A cancelled exception belongs to its series for as long as that lives.</summary>
    public bool IsHole(StoredEvent stored) =>
        stored.RecurringEventId is { } series && TryGet(series, out StoredEvent? master) && !master.State.IsCancelled;

    /// <summary>Purges what has been in the trash for too long. Looks at most once an hour of the server's clock.</summary>
    public void PurgeOld(long nowMs, TimeSpan retention)
    {
        if (nowMs >= _nextPurgeMs)
        {
            _nextPurgeMs = nowMs + (long)TimeSpan.FromHours(1).TotalMilliseconds;
            Purge(e => e.ChangedAtMs < nowMs - (long)retention.TotalMilliseconds);
        }
    }

    /// <summary>Empties the trash: cancelled events are gone for good, their ids stay taken.</summary>
    public int Purge(Func<StoredEvent, bool> which)
    {
        List<StoredEvent> doomed = [.. _events.Values.Where(e => e.State.IsCancelled && !IsHole(e) && which(e))];
        foreach (StoredEvent stored in doomed)
        {
            Remove(stored);
            _purgedIds.Add(stored.Id);
            OldestTokenChange = Math.Max(OldestTokenChange, stored.ChangeNumber);
        }

        Changes.Forget(doomed);
        return doomed.Count;
    }

    /// <summary>All events in listing order.</summary>
    public StoredEvent[] Ordered()
    {
        if (_ordered is null)
        {
            _ordered = [.. _events.Values];
            Array.Sort(_ordered, static (a, b) => a.ListKey.CompareTo(b.ListKey));
        }

        return _ordered;
    }
}
