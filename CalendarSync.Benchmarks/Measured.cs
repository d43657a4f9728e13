using System.Diagnostics;

namespace CalendarSync.Benchmarks;

/// <summary>One measured stretch of work.</summary>
/// <param name="Seconds">Wall clock.</param>
/// <param name="CpuSeconds">Of this process, all threads.</param>
/// <param name="PeakMegabytes">Highest managed heap seen above the one at the start.</param>
internal sealed record Measured(double Seconds, double CpuSeconds, double PeakMegabytes)
{
    public static async Task<Measured> RunAsync(Func<Task> work)
    {
        GC.Collect(2, GCCollectionMode.Forced, true, true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Forced, true, true);
        var before = GC.GetTotalMemory(true);
        var peak = before;
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await using (new Timer(_ => peak = Math.Max(peak, GC.GetTotalMemory(false)), null, 0, 10))
        {
            await work();
        }

        watch.Stop();
        process.Refresh();
        return new Measured(watch.Elapsed.TotalSeconds, (process.TotalProcessorTime - cpu).TotalSeconds, (peak - before) / 1e6);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
