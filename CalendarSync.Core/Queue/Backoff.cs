namespace CalendarSync.Core.Queue;

/// <summary>How long to wait after a failure: <c>min(2^n s, 15 min)</c>, jittered so that retries do not march in step.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(15);

    /// <param name="failures">Failures in a row, this one included; at least 1.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    /// <returns>Between half and all of the step.</returns>
    public static TimeSpan After(int failures, double jitter)
    {
        var step = Math.Min(Math.Pow(2, Math.Clamp(failures, 1, 20)), Most.TotalSeconds);
        return TimeSpan.FromSeconds(step * (0.5 + (jitter / 2)));
    }
}
