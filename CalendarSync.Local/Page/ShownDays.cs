using System.Globalization;

using CalendarSync.Local.Demo;

using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Local.Page;

/// <summary>The days that a page shows, on the demo's clock. Series are expanded in them, and nowhere else.</summary>
internal sealed record ShownDays(LocalDate First, int Count)
{
    private const int Usual = 7;
    private const int Most = 31;

    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb[DemoPeople.TimeZone];

    public Instant From => Zone.AtStartOfDay(First).ToInstant();

    /// <summary>Exclusive.</summary>
    public Instant To => Zone.AtStartOfDay(First.PlusDays(Count)).ToInstant();

    public static ShownDays Today(DateTimeOffset now) => new(Instant.FromDateTimeOffset(now).InZone(Zone).Date, 1);

    /// <param name="from">As asked; null: from today on.</param>
    /// <param name="days">As asked; null: a week.</param>
    /// <param name="today">Where the usual days begin.</param>
    /// <returns>Null where it is no such thing.</returns>
    public static ShownDays? Read(string? from, string? days, ShownDays today)
    {
        LocalDate first = today.First;
        int count = Usual;
        bool read = (from is null || (LocalDatePattern.Iso.Parse(from).TryGetValue(default, out first) && first.Year is > 1000 and < 9000))
            && (days is null || int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out count));
        return read && count is >= 1 and <= Most ? new ShownDays(first, count) : null;
    }
}
