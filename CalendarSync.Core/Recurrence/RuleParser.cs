using System.Globalization;

using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>Reads the value of RRULE and EXRULE, strictly: a part that is unknown, doubled, out of range or out of place is a fault.</summary>
internal static class RuleParser
{
    /// <summary>Nobody's rule is longer; the longest list, all BYYEARDAY values of both signs, takes 3,300 characters.</summary>
    private const int LongestRule = 8_000;

    public static Reading<RecurrenceRule> Parse(string text)
    {
        if (text.Length > LongestRule)
        {
            return new Reading<RecurrenceRule>("the rule is too long");
        }

        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string part in text.Trim().TrimEnd(';').Split(';'))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == part.Length - 1)
            {
                return new Reading<RecurrenceRule>("a rule part is not NAME=value");
            }

            if (!parts.TryAdd(part[..equals], part[(equals + 1)..].ToUpperInvariant()))
            {
                return new Reading<RecurrenceRule>("a rule part occurs twice");
            }
        }

        if (!parts.Remove("FREQ", out string? frequency))
        {
            return new Reading<RecurrenceRule>("FREQ is missing");
        }

        if (!Enum.TryParse(frequency, ignoreCase: true, out Frequency read) || !frequency.All(char.IsAsciiLetter))
        {
            return new Reading<RecurrenceRule>("FREQ is unknown");
        }

        var rule = new RecurrenceRule(read);
        foreach ((string name, string value) in parts)
        {
            if (With(rule, name.ToUpperInvariant(), value) is not { } next)
            {
                return new Reading<RecurrenceRule>(IsKnown(name) ? $"{name.ToUpperInvariant()} is out of range" : "a rule part is unknown");
            }

            rule = next;
        }

        return RuleConsistency.FaultOf(rule) is { } fault ? new Reading<RecurrenceRule>(fault) : new Reading<RecurrenceRule>(rule);
    }

    private static bool IsKnown(string name) => name.ToUpperInvariant() is "INTERVAL" or "COUNT" or "UNTIL" or "WKST" or "BYSECOND" or "BYMINUTE" or "BYHOUR"
        or "BYDAY" or "BYMONTHDAY" or "BYYEARDAY" or "BYWEEKNO" or "BYMONTH" or "BYSETPOS";

    private static RecurrenceRule? With(RecurrenceRule rule, string name, string value) => name switch
    {
        "INTERVAL" => Number(value) is >= 1 and { } interval ? rule with { Interval = interval } : null,
        "COUNT" => Number(value) is >= 1 and { } count ? rule with { Count = count } : null,
        "UNTIL" => DateTimeText.Until(value) is { } until ? rule with { Until = until } : null,
        "WKST" => WeekDay(value) is { } day ? rule with { WeekStart = day } : null,
        // "Implementations that don't support leap seconds SHOULD interpret the second 60 as equivalent to the second 59" (3.3.12).
        "BYSECOND" => List(value, 0, 60) is { } list ? rule with { Seconds = [.. list.Select(s => Math.Min(s, 59)).Distinct()] } : null,
        "BYMINUTE" => List(value, 0, 59) is { } list ? rule with { Minutes = list } : null,
        "BYHOUR" => List(value, 0, 23) is { } list ? rule with { Hours = list } : null,
        "BYMONTHDAY" => Signed(value, 31) is { } list ? rule with { MonthDays = list } : null,
        "BYYEARDAY" => Signed(value, 366) is { } list ? rule with { YearDays = list } : null,
        "BYWEEKNO" => Signed(value, 53) is { } list ? rule with { Weeks = list } : null,
        "BYMONTH" => List(value, 1, 12) is { } list ? rule with { Months = list } : null,
        "BYSETPOS" => Signed(value, 366) is { } list ? rule with { Positions = list } : null,
        "BYDAY" => WeekDays(value) is { } list ? rule with { Days = list } : null,
        _ => null,
    };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static IReadOnlyList<int>? List(string text, int least, int most) => Values(text, static t => Number(t), n => n >= least && n <= most);

    private static IReadOnlyList<int>? Signed(string text, int most) =>
        Values(text, static t => SignedNumber(t), n => n != 0 && n >= -most && n <= most);

    private static int? SignedNumber(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static IReadOnlyList<int>? Values(string text, Func<string, int?> read, Func<int, bool> isLegal)
    {
        var values = new SortedSet<int>();
        foreach (string item in text.Split(','))
        {
            if (read(item) is not { } number || !isLegal(number))
            {
                return null;
            }

            values.Add(number);
        }

        return [.. values];
    }

    private static IReadOnlyList<ByDay>? WeekDays(string text)
    {
        var days = new List<ByDay>();
        foreach (string item in text.Split(','))
        {
            if (item.Length < 2 || WeekDay(item[^2..]) is not { } day)
            {
                return null;
            }

            int? ordinal = item.Length == 2 ? 0 : SignedNumber(item[..^2]);
            if (ordinal is not (>= -53 and <= 53) || (item.Length > 2 && ordinal == 0))
            {
                return null;
            }

            days.Add(new ByDay(ordinal.Value, day));
        }

        return [.. days.Distinct()];
    }

    private static IsoDayOfWeek? WeekDay(string text) => text switch
    {
        "MO" => IsoDayOfWeek.Monday,
        "TU" => IsoDayOfWeek.Tuesday,
        "WE" => IsoDayOfWeek.Wednesday,
        "TH" => IsoDayOfWeek.Thursday,
        "FR" => IsoDayOfWeek.Friday,
        "SA" => IsoDayOfWeek.Saturday,
        "SU" => IsoDayOfWeek.Sunday,
        _ => null,
    };
}
