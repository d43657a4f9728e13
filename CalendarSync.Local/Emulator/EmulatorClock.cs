using System.Globalization;

namespace CalendarSync.Local.Emulator;

/// <summary>The server's clock: the injected one, moved on purpose. Milliseconds since 1970, UTC.</summary>
internal sealed class EmulatorClock(TimeProvider timeProvider, TimeSpan skew)
{
    private long _skewTicks = skew.Ticks;

    /// <summary>Server time minus the injected clock. Moving it back is allowed: clocks do.</summary>
    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));
        set => Interlocked.Exchange(ref _skewTicks, value.Ticks);
    }

    public DateTimeOffset Now => timeProvider.GetUtcNow() + Skew;

    public long NowMilliseconds => Now.ToUnixTimeMilliseconds();

    /// <summary>For the <c>Date</c> header, by which clients measure the difference of the clocks.</summary>
    public string HttpDate => Now.ToString("R", CultureInfo.InvariantCulture);

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Lets time pass at Google only: tokens and channels age, our own clock does not move.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _skewTicks, by.Ticks);
}
