using System.Net.Http.Headers;

namespace CalendarSync.Core.Google;

/// <summary>When an answer wants us back. Google rarely says; proxies do.</summary>
internal static class RetryAfter
{
    // Whoever names a later time is not believed for longer than this.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <returns>UTC by our clock; null where the answer does not say.</returns>
    public static DateTimeOffset? Of(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.RetryAfter is not { } header)
        {
            return null;
        }

        // A date is by the server's clock, which its Date header tells.
        var wait = header.Delta ?? (header.Date - (headers.Date ?? now)) ?? TimeSpan.Zero;
        return now + TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, Longest.Ticks));
    }
}
