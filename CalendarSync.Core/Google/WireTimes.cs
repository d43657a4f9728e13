using System.Globalization;

using CalendarSync.Core.Reconciliation;

using NodaTime;

namespace CalendarSync.Core.Google;

/// <summary>Times between Google's wire form and ours: instants in UTC with a zone beside them, or days with an exclusive end.</summary>
internal static class WireTimes
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <returns>Null where the two are no legal start and end.</returns>
    public static EventTimes? Read(GoogleTime? start, GoogleTime? end)
    {
        if (start is null || end is null)
        {
            return null;
        }

        if (Day(start) is { } firstDay)
        {
            return Day(end) is { } endDay && endDay > firstDay ? EventTimes.Days(firstDay, endDay) : null;
        }

        return Instant(start) is { } startAt && Instant(end) is { } endAt && endAt >= startAt
            ? EventTimes.Timed(startAt, endAt, ZoneNames.IanaOrAsGiven(start.TimeZone))
            : null;
    }

    /// <returns>Null where there is none, or none that can be read.</returns>
    public static OriginalSlot? Slot(GoogleTime? time)
    {
        if (time is null)
        {
            return null;
        }

        if (Day(time) is { } day)
        {
            return OriginalSlot.Of(day);
        }

        return Instant(time) is { } at ? OriginalSlot.Of(at) : null;
    }

    /// <summary>RFC 3339 in UTC, whole seconds: Google keeps no more.</summary>
    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset WholeSeconds(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond));

    private static DateOnly? Day(GoogleTime time) =>
        time.Date is not null && DateOnly.TryParseExact(time.Date, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateTimeOffset? Instant(GoogleTime time)
    {
        if (time.Date is not null || time.DateTime is null || !WireInstant.TryParse(time.DateTime, out var instant, out var hasOffset))
        {
            return null;
        }

        return hasOffset ? instant : WallClock(instant.DateTime, time.TimeZone);
    }

    // A wall clock time that does not exist is read as the clock after the jump, one that exists twice as the first.
    private static DateTimeOffset? WallClock(DateTime local, string? zone) =>
        ZoneNames.Rules(zone) is { } rules ? LocalDateTime.FromDateTime(local).InZoneLeniently(rules).ToInstant().ToDateTimeOffset() : null;
}
