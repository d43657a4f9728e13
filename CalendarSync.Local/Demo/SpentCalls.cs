using CalendarSync.Local.Emulator.Calls;

namespace CalendarSync.Local.Demo;

/// <summary>
/// Counts what sending a change costs. Listings do not count: they belong to the message by which Google tells of every change, ours too, and which
/// may come before the counting ends.
/// </summary>
internal sealed class SpentCalls : IDisposable
{
    private readonly IDisposable _subscription;
    private int _calls;
    private int _units;

    public SpentCalls(CallLog log) => _subscription = log.Subscribe(Count);

    public int Calls => Volatile.Read(ref _calls);

    public int Units => Volatile.Read(ref _units);

    public void Dispose() => _subscription.Dispose();

    private void Count(CallRecord call)
    {
        if (!string.Equals(call.Method, "events.list", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _calls);
            Interlocked.Add(ref _units, call.Units);
        }
    }
}
