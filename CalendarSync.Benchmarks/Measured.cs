using System.Diagnostics;

namespace CalendarSync.Benchmarks;

/// <summary>One measured stretch of work.</summary>
/// <param name="Seconds">Wall clock.</param>
/// <param name="CpuSeconds">Of this process, all threads.</param>
internal sealed record Measured(double Seconds, double CpuSeconds)
{
    public static async Task<Measured> RunAsync(Func<Task> work)
    {
        GC.Collect(2, GCCollectionMode.Forced, true, true);
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await work();
        watch.Stop();
        process.Refresh();
        return new Measured(watch.Elapsed.TotalSeconds, (process.TotalProcessorTime - cpu).TotalSeconds);
    }

    /// <summary>
    /// The most that is alive at a time, in megabytes above the start, whatever the garbage collector leaves lying about: it is made to
    /// collect everything four times a second. Such a run tells nothing about time.
    /// </summary>
    public static async Task<double> LiveHeapAsync(Func<Task> work)
    {
        var before = GC.GetTotalMemory(true);
        var peak = before;
        await using (new Timer(_ => peak = Math.Max(peak, GC.GetTotalMemory(true)), null, 0, 250))
        {
            await work();
        }

        return (peak - before) / 1e6;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
