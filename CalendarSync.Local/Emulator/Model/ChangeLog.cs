namespace CalendarSync.Local.Emulator.Model;

/// <summary>
/// What changed in a calendar, in order. An event stands in it once per change; only its latest entry counts, so that a delta
/// costs what changed and not what the calendar holds.
/// </summary>
internal sealed class ChangeLog
{
    private readonly List<(long Number, long AtMs, StoredEvent Event)> _entries = [];
    private int _compactAt = 1024;

    /// <summary>Number of the latest change; 0 when there was none.</summary>
    public long Latest { get; private set; }

    public long Next(StoredEvent stored, long atMs)
    {
        _entries.Add((++Latest, atMs, stored));
        if (_entries.Count > _compactAt)
        {
            // Entries whose event changed again are dead weight; the one just added is not known to its event yet.
            long newest = Latest;
            _entries.RemoveAll(e => e.Number != newest && e.Event.ChangeNumber != e.Number);
            _compactAt = Math.Max(1024, _entries.Count * 2);
        }

        return Latest;
    }

    /// <summary>Events whose latest change lies after <paramref name="since"/> and not after <paramref name="until"/>, oldest change first.</summary>
    public List<StoredEvent> Between(long since, long until)
    {
        List<StoredEvent> changed = [];
        for (int i = FirstAfter(since); i < _entries.Count && _entries[i].Number <= until; i++)
        {
            // An event that changed again after `until` is left to the next delta, which begins there.
            if (_entries[i].Event.ChangeNumber == _entries[i].Number)
            {
                changed.Add(_entries[i].Event);
            }
        }

        return changed;
    }

    /// <summary>The latest change that readers see when reads lag: the last one not younger than <paramref name="notAfterMs"/>.</summary>
    public long LatestNotAfter(long notAfterMs)
    {
        int i = _entries.Count - 1;
        while (i >= 0 && _entries[i].AtMs > notAfterMs)
        {
            i--;
        }

        return i >= 0 ? _entries[i].Number : 0;
    }

    public void Forget(IReadOnlyCollection<StoredEvent> gone)
    {
        if (gone.Count > 0)
        {
            HashSet<StoredEvent> set = [.. gone];
            _entries.RemoveAll(e => set.Contains(e.Event));
        }
    }

    private int FirstAfter(long number)
    {
        int low = 0;
        int high = _entries.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_entries[middle].Number <= number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
