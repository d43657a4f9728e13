namespace CalendarSync.Local.Emulator.Calls;

/// <summary>Counts calls and quota units, and keeps the latest calls for tests and for people who watch.</summary>
internal sealed class CallLog(EmulatorOptions options)
{
    private readonly Lock _gate = new();
    private readonly Queue<CallRecord> _records = [];
    private readonly Dictionary<string, int> _byMethod = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Calls, int Units)> _byAccount = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Action<CallRecord>> _observers = [];
    private long _number;

    /// <summary>Calls since the last <see cref="Reset"/>.</summary>
    public int Total { get; private set; }

    public int Units { get; private set; }

    /// <summary>Calls that can change a calendar (insert, update, patch, delete, move, import...), refused ones included.</summary>
    public int Writes { get; private set; }

    /// <summary>Writes that did change something.</summary>
    public int AppliedWrites { get; private set; }

    public IReadOnlyDictionary<string, int> ByMethod()
    {
        lock (_gate)
        {
            return new Dictionary<string, int>(_byMethod, StringComparer.Ordinal);
        }
    }

    public IReadOnlyDictionary<string, (int Calls, int Units)> ByAccount()
    {
        lock (_gate)
        {
            return new Dictionary<string, (int, int)>(_byAccount, StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>The latest calls since the last <see cref="Reset"/>, oldest first.</summary>
    public IReadOnlyList<CallRecord> Records()
    {
        lock (_gate)
        {
            return [.. _records];
        }
    }

    /// <summary>How often a method was called since the last <see cref="Reset"/>.</summary>
    public int Count(string method)
    {
        lock (_gate)
        {
            return _byMethod.GetValueOrDefault(method);
        }
    }

    /// <summary>Starts counting afresh; call numbers go on.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _records.Clear();
            _byMethod.Clear();
            _byAccount.Clear();
            (Total, Units, Writes, AppliedWrites) = (0, 0, 0, 0);
        }
    }

    /// <summary>Tells of every call after it ended, on the thread that served it.</summary>
    public IDisposable Subscribe(Action<CallRecord> observer)
    {
        lock (_gate)
        {
            _observers.Add(observer);
        }

        return new Subscription(() =>
        {
            lock (_gate)
            {
                _observers.Remove(observer);
            }
        });
    }

    public long NextNumber() => Interlocked.Increment(ref _number);

    public void Add(CallRecord record)
    {
        Action<CallRecord>[] observers;
        lock (_gate)
        {
            Total++;
            Units += record.Units;
            Writes += record.IsWrite ? 1 : 0;
            AppliedWrites += record is { IsWrite: true, Applied: true } ? 1 : 0;
            _byMethod[record.Method] = _byMethod.GetValueOrDefault(record.Method) + 1;
            if (record.Account is not null)
            {
                (int calls, int units) = _byAccount.GetValueOrDefault(record.Account);
                _byAccount[record.Account] = (calls + 1, units + record.Units);
            }

            _records.Enqueue(record);
            if (_records.Count > options.CallLogLimit)
            {
                _records.Dequeue();
            }

            observers = [.. _observers];
        }

        foreach (Action<CallRecord> observer in observers)
        {
            observer(record);
        }
    }
}
