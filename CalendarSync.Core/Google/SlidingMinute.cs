namespace CalendarSync.Core.Google;

/// <summary>Units used in the last sixty seconds, counted by the second. The second under way is counted besides, so that no minute ever holds more.</summary>
internal sealed class SlidingMinute
{
    private const int Seconds = 61;

    private readonly int[] used = new int[Seconds];
    private int total;
    private long newest;

    /// <summary>Whether nothing was used for a minute.</summary>
    public bool IsIdle(long second) => second - newest >= Seconds;

    /// <summary>Seconds until so many units are free; 0 where they are now.</summary>
    public long WaitFor(int units, int limit, long second)
    {
        Advance(second);
        var over = total + units - limit;
        for (var age = Seconds - 1; over > 0 && age >= 0; age--)
        {
            over -= used[Slot(second - age)];
            if (over <= 0)
            {
                return Seconds - age;
            }
        }

        return over > 0 ? Seconds : 0;
    }

    public void Use(int units, long second)
    {
        Advance(second);
        used[Slot(second)] += units;
        total += units;
    }

    private static int Slot(long second) => (int)(((second % Seconds) + Seconds) % Seconds);

    private void Advance(long second)
    {
        if (second < newest || IsIdle(second))
        {
            // Idle; or the clock was set back, and what was counted is of no known age.
            Array.Clear(used);
            total = 0;
        }
        else
        {
            for (var gone = newest + 1; gone <= second; gone++)
            {
                total -= used[Slot(gone)];
                used[Slot(gone)] = 0;
            }
        }

        newest = second;
    }
}
