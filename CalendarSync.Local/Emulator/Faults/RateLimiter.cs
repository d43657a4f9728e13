using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Faults;

/// <summary>Google's quotas: sliding windows of a minute per account and for the project. Which of the three refusals is given is random. Called under the lock.</summary>
internal sealed class RateLimiter(World world)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Queue<(DateTimeOffset At, int Units)>> _windows = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when the call is within its budgets; a refused call is charged too, as a burst is at Google.</summary>
    public GoogleError? Charge(string user, int units)
    {
        if (world.Options.QuotaPerUserPerMinute is null && world.Options.QuotaPerProjectPerMinute is null)
        {
            return null;
        }

        int byUser = Add(user, units);
        int byProject = Add("", units);
        if (!(byUser > world.Options.QuotaPerUserPerMinute || byProject > world.Options.QuotaPerProjectPerMinute))
        {
            return null;
        }

        return world.Random.Below(3) switch
        {
            0 => GoogleErrors.RateLimit403,
            1 => GoogleErrors.UserRateLimit403,
            _ => GoogleErrors.RateLimit429,
        };
    }

    private int Add(string key, int units)
    {
        if (!_windows.TryGetValue(key, out Queue<(DateTimeOffset At, int Units)>? window))
        {
            window = [];
            _windows.Add(key, window);
        }

        DateTimeOffset now = world.Clock.Now;
        window.Enqueue((now, units));
        while (window.Peek().At <= now - Window)
        {
            window.Dequeue();
        }

        return window.Sum(static e => e.Units);
    }
}
