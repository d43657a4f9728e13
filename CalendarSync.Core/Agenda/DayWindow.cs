using CalendarSync.Core.Google;

using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Core.Agenda;

/// <summary>A day of a time zone: 23 to 25 hours, from its first moment to the next day's.</summary>
internal sealed record DayWindow(LocalDate Day, DateTimeZone Zone)
{
    private static readonly LocalDatePattern Pattern = LocalDatePattern.CreateWithInvariantCulture("uuuu-MM-dd");

    public Instant From => Zone.AtStartOfDay(Day).ToInstant();

    /// <summary>Exclusive: what ends at midnight belongs to the day before.</summary>
    public Instant To => Zone.AtStartOfDay(Day.PlusDays(1)).ToInstant();

    /// <param name="date">As asked; null or empty: today.</param>
    /// <param name="zone">As asked.</param>
    /// <param name="now">The clock.</param>
    /// <param name="fault">What is wrong, for the caller.</param>
    /// <returns>Null where something is wrong.</returns>
    public static DayWindow? Read(string? date, string zone, Instant now, out string? fault)
    {
        fault = null;
        if (ZoneNames.Rules(zone) is not { } rules)
        {
            fault = "time_zone has to be an IANA name, such as Europe/Paris.";
            return null;
        }

        if (string.IsNullOrEmpty(date))
        {
            return new DayWindow(now.InZone(rules).Date, rules);
        }

        if (Pattern.Parse(date) is { Success: true, Value: { Year: >= 1000 and < 9000 } day })
        {
            return new DayWindow(day, rules);
        }

        fault = "date has to be a day as yyyy-MM-dd.";
        return null;
    }
}
