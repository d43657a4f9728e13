using System.Globalization;

namespace CalendarSync.BrowserTests.Support;

/// <summary>
/// It is noon in Paris, all the time: no test meets midnight between two of its steps. The day is today, or the one that <c>CALENDAR_SYNC_DAY</c> names
/// (<c>2027-03-28</c>).
/// </summary>
internal sealed class DayClock : TimeProvider
{
    private const string Setting = "CALENDAR_SYNC_DAY";
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private readonly DateTime _noon = Today().AddHours(12);

    public override DateTimeOffset GetUtcNow() => new(TimeZoneInfo.ConvertTimeToUtc(_noon, Paris), TimeSpan.Zero);

    /// <summary>A day from today on.</summary>
    public string Day(int days) => _noon.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTime Today() => Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } day
        ? DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : TimeZoneInfo.ConvertTime(System.GetUtcNow(), Paris).Date;
}
