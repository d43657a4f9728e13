using System.Text.RegularExpressions;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;
using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>Whether any instance of a series touches a time window, as far as that can be said without expanding the rule.</summary>
internal static partial class SeriesWindow
{
    public static bool Overlaps(EventState series, DateTimeZone zone, Instant? min, Instant? max)
    {
        Instant start = series.Start!.InstantIn(zone);
        Instant end = series.End!.InstantIn(zone);
        if (max is { } latest && start >= latest && !series.Recurrence.Any(static l => l.StartsWith("RDATE", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        bool single = series.Recurrence is [var rule] && rule.StartsWith("RRULE:", StringComparison.OrdinalIgnoreCase);
        if (min is null || (single && end > min))
        {
            return true;
        }

        if (single && max is null && !Bounded().IsMatch(series.Recurrence[0]))
        {
            return true;
        }

        if (single && Until().Match(series.Recurrence[0]) is { Success: true } until && LastEnd(until.Groups[1].Value, end - start, zone) <= min)
        {
            return false;
        }

        throw GoogleErrors.NotEmulated("a time window on a calendar with a series that would have to be expanded").Thrown();
    }

    private static Instant LastEnd(string until, Duration length, DateTimeZone zone) => until.Length == 8
        ? zone.AtStartOfDay(LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Parse(until).Value).ToInstant() + length
        : InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Parse(until).Value + length;

    [GeneratedRegex("UNTIL=|COUNT=", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Bounded();

    [GeneratedRegex("UNTIL=([0-9]{8}(?:T[0-9]{6}Z)?)(?:;|$)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Until();
}
