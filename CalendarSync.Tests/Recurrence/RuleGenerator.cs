using System.Globalization;

namespace CalendarSync.Tests.Recurrence;

/// <summary>Rules by chance from one seed: every frequency, every part that RFC 5545 lets go with it, alone and together.</summary>
internal sealed class RuleGenerator(int seed)
{
    private static readonly string[] WeekDays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private static readonly DateTime[] Starts =
    [
        new(1997, 9, 2, 9, 0, 0, DateTimeKind.Unspecified),
        new(2023, 12, 31, 23, 59, 59, DateTimeKind.Unspecified),
        new(2024, 2, 29, 0, 0, 0, DateTimeKind.Unspecified),
        new(2026, 1, 1, 12, 30, 15, DateTimeKind.Unspecified),
        new(2020, 12, 28, 6, 0, 0, DateTimeKind.Unspecified),
    ];

#pragma warning disable S2245 // The same rules on every run are the point.
    private readonly Random _random = new(seed);
#pragma warning restore S2245

    /// <summary>Mostly rules that go on; what makes nothing more costs others a search of eight thousand years.</summary>
    public OracleCase Next()
    {
        while (true)
        {
            OracleCase next = Any();
            if (OwnExpansion.EndsSoon(next) || Chance(120))
            {
                return next;
            }
        }
    }

    private OracleCase Any()
    {
        DateTime start = Chance(3) ? Starts[_random.Next(Starts.Length)] : new DateTime(1995, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(_random.NextInt64(40L * 365 * 86_400));
        string frequency = Of("YEARLY", "YEARLY", "MONTHLY", "MONTHLY", "WEEKLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY");
        int interval = Chance(2) ? 1 : _random.Next(1, frequency is "YEARLY" ? 5 : 20);
        var parts = new List<string> { $"FREQ={frequency}" };
        if (interval > 1 || Chance(8))
        {
            parts.Add($"INTERVAL={interval}");
        }

        DateTime bound = start + BoundOf(frequency) * Math.Min(interval, 4);
        AddDays(parts, frequency);
        AddTimes(parts, frequency);
        if (parts.Exists(static p => p.StartsWith("BY", StringComparison.Ordinal)) && Chance(4))
        {
            parts.Add("BYSETPOS=" + Signed(frequency switch { "YEARLY" => 12, "MONTHLY" => 5, "WEEKLY" or "DAILY" => 3, _ => 1 }, 2));
        }

        if (Chance(4))
        {
            parts.Add($"WKST={Of(WeekDays)}");
        }

        if (Chance(3))
        {
            parts.Add($"COUNT={_random.Next(1, 30)}");
        }
        else if (Chance(2))
        {
            parts.Add($"UNTIL={Text(start + ((bound - start) * _random.NextDouble()))}");
        }

        return new OracleCase(Text(start), string.Join(';', parts), Text(bound), 40);
    }

    private static TimeSpan BoundOf(string frequency) => frequency switch
    {
        "YEARLY" => TimeSpan.FromDays(12 * 366),
        "MONTHLY" => TimeSpan.FromDays(3 * 366),
        "WEEKLY" => TimeSpan.FromDays(300),
        "DAILY" => TimeSpan.FromDays(120),
        "HOURLY" => TimeSpan.FromDays(4),
        "MINUTELY" => TimeSpan.FromHours(2),
        _ => TimeSpan.FromMinutes(3),
    };

    private static string Text(DateTime time) => time.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private void AddDays(List<string> parts, string frequency)
    {
        bool fine = frequency is "HOURLY" or "MINUTELY" or "SECONDLY";
        if (Chance(fine ? 8 : 3))
        {
            parts.Add("BYMONTH=" + List(1, 12, 3));
        }

        if (frequency is "YEARLY" && Chance(4))
        {
            parts.Add("BYWEEKNO=" + Signed(53, 3));
        }

        if ((frequency is "YEARLY" && Chance(5)) || (fine && Chance(12)))
        {
            parts.Add("BYYEARDAY=" + Signed(366, 4));
        }

        if (frequency is not "WEEKLY" && Chance(fine ? 8 : 3))
        {
            parts.Add("BYMONTHDAY=" + Signed(31, 4));
        }

        bool weeks = parts.Exists(static p => p.StartsWith("BYWEEKNO", StringComparison.Ordinal));
        if (Chance(fine ? 6 : 2) || (weeks && !Chance(10)))
        {
            bool ordinals = frequency is "MONTHLY" or "YEARLY" && !weeks;
            int most = frequency is "YEARLY" && !parts.Exists(static p => p.StartsWith("BYMONTH=", StringComparison.Ordinal)) ? 53 : 5;
            parts.Add("BYDAY=" + Days(ordinals, most));
        }
    }

    private void AddTimes(List<string> parts, string frequency)
    {
        if (Chance(5))
        {
            parts.Add("BYHOUR=" + List(0, 23, 3));
        }

        if (Chance(5))
        {
            parts.Add("BYMINUTE=" + List(0, 59, 3));
        }

        if (Chance(frequency is "SECONDLY" ? 3 : 8))
        {
            parts.Add("BYSECOND=" + List(0, 59, 3));
        }
    }

    /// <summary>In order: some expanders give times in the order in which a list was written.</summary>
    private string List(int least, int most, int count) => Join(count, () => _random.Next(least, most + 1));

    private string Signed(int most, int count) => Join(count, () => Number(most));

    private int Number(int most) => (Chance(3) ? -1 : 1) * _random.Next(1, most + 1);

    private string Join(int most, Func<int> next) => string.Join(',', Enumerable.Range(0, _random.Next(1, most + 1)).Select(_ => next()).Distinct().Order());

    /// <summary>With ordinals or without; both kinds in one list are rare, since others read them as a condition.</summary>
    private string Days(bool ordinals, int most)
    {
        bool mixed = Chance(20);
        bool all = ordinals && Chance(2);
        return string.Join(
            ',',
            Enumerable.Range(0, _random.Next(1, 4))
                .Select(_ => (ordinals && (mixed ? Chance(2) : all) ? Number(most).ToString(CultureInfo.InvariantCulture) : "") + Of(WeekDays))
                .Distinct(StringComparer.Ordinal));
    }

    private string Of(params string[] values) => values[_random.Next(values.Length)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
