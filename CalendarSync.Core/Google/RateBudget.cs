namespace CalendarSync.Core.Google;

/// <summary>
/// Keeps this process below Google's quotas, so that Google need not refuse. Nobody waits here: whoever gets nothing learns when to come back.
/// Other instances count for themselves; what they use together is Google's to refuse, and the classifier's to understand.
/// </summary>
internal sealed class RateBudget(TimeProvider timeProvider, RateBudgetOptions options)
{
    private const int SweepAbove = 1024;

    private readonly Lock gate = new();
    private readonly long origin = timeProvider.GetTimestamp();
    private readonly SlidingMinute project = new();
    private readonly Dictionary<Guid, SlidingMinute> accounts = [];

    /// <summary>Accounts that are counted: those of the last minute, and few others.</summary>
    public int KnownAccounts
    {
        get
        {
            lock (gate)
            {
                return accounts.Count;
            }
        }
    }

    /// <summary>Takes the units, from the account and from the project, or none at all.</summary>
    /// <returns>Null where they were there; else when they will be, UTC.</returns>
    public DateTimeOffset? Take(GoogleAccount account, int units = 1)
    {
        var second = (long)timeProvider.GetElapsedTime(origin).TotalSeconds;
        long wait;
        lock (gate)
        {
            var own = Of(account, second);
            wait = Math.Max(own.WaitFor(units, options.PerAccount, second), project.WaitFor(units, options.PerProject, second));
            if (wait == 0)
            {
                own.Use(units, second);
                project.Use(units, second);
            }
        }

        return wait == 0 ? null : timeProvider.GetUtcNow().AddSeconds(wait);
    }

    private SlidingMinute Of(GoogleAccount account, long second)
    {
        if (accounts.TryGetValue(account.GrantId, out var minute))
        {
            return minute;
        }

        if (accounts.Count >= SweepAbove)
        {
            foreach (var idle in accounts.Where(a => a.Value.IsIdle(second)).Select(a => a.Key).ToList())
            {
                accounts.Remove(idle);
            }
        }

        return accounts[account.GrantId] = new SlidingMinute();
    }
}
