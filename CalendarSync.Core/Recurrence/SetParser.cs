using CalendarSync.Core.Google;

using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>Reads the <c>recurrence</c> lines of an event: RRULE, EXRULE, RDATE and EXDATE with their parameters.</summary>
internal static class SetParser
{
    /// <summary>Lines and listed times beyond which nobody's calendar goes.</summary>
    private const int MostLines = 100;

    private const int MostDates = 5_000;

    private static readonly Duration LongestPeriod = Duration.FromDays(300_000);

    public static Reading<RecurrenceSet> Parse(IReadOnlyCollection<string> lines)
    {
        if (lines.Count > MostLines)
        {
            return new Reading<RecurrenceSet>("there are too many lines");
        }

        var rules = new List<RecurrenceRule>();
        var excludedRules = new List<RecurrenceRule>();
        var dates = new List<ListedTime>();
        var excludedDates = new List<ListedTime>();
        foreach (string line in lines.Select(l => l.Trim()).Where(l => l.Length > 0))
        {
            if (ContentLine.Parse(line) is not { } content)
            {
                return new Reading<RecurrenceSet>("a line is not NAME:value");
            }

            string? fault = content.Name switch
            {
                "RRULE" => AddRule(rules, content),
                "EXRULE" => AddRule(excludedRules, content),
                "RDATE" => AddDates(dates, content, periods: true),
                "EXDATE" => AddDates(excludedDates, content, periods: false),
                _ => "a line is none of RRULE, EXRULE, RDATE and EXDATE",
            };
            if (fault is not null)
            {
                return new Reading<RecurrenceSet>(fault);
            }
        }

        return new Reading<RecurrenceSet>(new RecurrenceSet(rules, excludedRules, dates, excludedDates));
    }

    private static string? AddRule(List<RecurrenceRule> rules, ContentLine line)
    {
        if (RuleParser.Parse(line.Value).IsRead(out RecurrenceRule? rule, out string? fault))
        {
            rules.Add(rule);
        }

        return fault;
    }

    private static string? AddDates(List<ListedTime> dates, ContentLine line, bool periods)
    {
        DateTimeZone? zone = null;
        if (line.Parameter("TZID") is { } name && (zone = ZoneNames.Rules(name)) is null)
        {
            return $"{line.Name} names an unknown zone";
        }

        string kind = line.Parameter("VALUE")?.ToUpperInvariant() ?? "";
        if (kind is not ("" or "DATE" or "DATE-TIME") && !(periods && kind is "PERIOD"))
        {
            return $"{line.Name} is of an unknown kind";
        }

        foreach (string item in line.Value.Split(','))
        {
            if ((kind is "PERIOD" ? Period(item, zone) : Time(item, zone)) is not { } time || (kind is "DATE" && !time.IsDay) || (kind is "DATE-TIME" && time.IsDay))
            {
                return $"{line.Name} holds something else than it says";
            }

            dates.Add(time);
            if (dates.Count > MostDates)
            {
                return $"{line.Name} lists too many times";
            }
        }

        return null;
    }

    private static ListedTime? Time(string text, DateTimeZone? zone)
    {
        if (DateTimeText.Day(text) is { } day)
        {
            return new ListedTime(day.AtMidnight(), IsDay: true, zone, Length: null);
        }

        return DateTimeText.Time(text) is { } time ? new ListedTime(time.Clock, IsDay: false, time.IsUtc ? DateTimeZone.Utc : zone, Length: null) : null;
    }

    /// <summary>Start and end, or start and duration (3.3.9).</summary>
    private static ListedTime? Period(string text, DateTimeZone? zone)
    {
        if (text.Split('/') is not [var first, var second] || Time(first, zone) is not { IsDay: false } start)
        {
            return null;
        }

        if (Time(second, zone) is { IsDay: false } end)
        {
            // On one clock; a floating pair is as long as it looks.
            Duration length = (end.Zone ?? DateTimeZone.Utc).AtLeniently(end.Clock).ToInstant() - (start.Zone ?? DateTimeZone.Utc).AtLeniently(start.Clock).ToInstant();
            return length > Duration.Zero && length < LongestPeriod ? start with { Length = length } : null;
        }

        return DateTimeText.Length(second) is { } duration && duration < LongestPeriod ? start with { Length = duration } : null;
    }
}
