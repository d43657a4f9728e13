namespace CalendarSync.Core.Google;

/// <summary>
/// How far Google's clock is ahead of ours, from the <c>Date</c> header of its answers. The header has whole seconds and the call takes time, so one
/// answer gives a range; what several ranges have in common is narrower than each. Where no difference fits too, there is none.
/// </summary>
internal sealed class ServerClock
{
    private const int Kept = 16;

    private readonly Lock gate = new();
    private readonly Queue<(TimeSpan Low, TimeSpan High)> samples = new(Kept);
    private long offsetTicks;

    /// <summary>Google's time minus ours. Zero until something else is known.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref offsetTicks));

    /// <param name="date">The header; null where the answer had none.</param>
    /// <param name="sent">Our clock before the call, UTC.</param>
    /// <param name="received">Our clock at the answer, UTC.</param>
    public void Observe(DateTimeOffset? date, DateTimeOffset sent, DateTimeOffset received)
    {
        if (date is not { } stamped || received < sent)
        {
            return;
        }

        lock (gate)
        {
            if (samples.Count == Kept)
            {
                samples.Dequeue();
            }

            // The answer was stamped between the two, in the second that the header names.
            samples.Enqueue((stamped - received, stamped.AddSeconds(1) - sent));
            Volatile.Write(ref offsetTicks, Agreed().Ticks);
        }
    }

    private TimeSpan Agreed()
    {
        var (low, high) = (TimeSpan.MinValue, TimeSpan.MaxValue);
        foreach (var sample in samples.Reverse())
        {
            var (lower, upper) = (Max(low, sample.Low), Min(high, sample.High));
            if (lower > upper)
            {
                // One of the clocks was set: older samples speak of another difference.
                break;
            }

            (low, high) = (lower, upper);
        }

        return low <= TimeSpan.Zero && high >= TimeSpan.Zero ? TimeSpan.Zero : low + ((high - low) / 2);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
