using System.Globalization;

using CalendarSync.Core.Recurrence;

using NodaTime;

namespace CalendarSync.Tests.Recurrence;

/// <summary>Series as tests write them down.</summary>
internal static class Expanded
{
    public static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb[name];

    /// <summary>A timed series of one hour.</summary>
    public static Series Timed(string start, string zone, params string[] lines) => Timed(start, zone, Duration.FromHours(1), lines);

    public static Series Timed(string start, string zone, Duration length, params string[] lines)
    {
        Instant first = Zone(zone).AtLeniently(OwnExpansion.Time(start)).ToInstant();
        return Read(SeriesTimes.Timed(first, first + length, Zone(zone)), lines);
    }

    public static Series Days(LocalDate start, int days, params string[] lines) => Read(SeriesTimes.Days(start, start.PlusDays(days)), lines);

    /// <summary>Everything from the beginning, on the series' clock.</summary>
    public static IReadOnlyList<LocalDateTime> All(this Series series, int most = 2_000) =>
        Locals(series, series.Expand(Instant.MinValue, Instant.FromUtc(2100, 1, 1, 0, 0), most, Budget()));

    /// <summary><c>2026-03-29 03:30</c>, on the series' clock.</summary>
    public static IReadOnlyList<string> Texts(this Series series, int most = 2_000) =>
        [.. series.All(most).Select(static t => t.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture))];

    public static IReadOnlyList<LocalDateTime> Locals(Series series, Expansion expansion) =>
        [.. expansion.Occurrences.Select(o => o.Start.InZone(series.Times.Zone).LocalDateTime)];

    public static ExpansionBudget Budget() => new(ExpansionBudget.Ample, CancellationToken.None);

    private static Series Read(SeriesTimes times, string[] lines)
    {
        Series.Read(times, lines).IsRead(out Series? series, out string? fault).ShouldBeTrue(fault);
        return series;
    }
}
