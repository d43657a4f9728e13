using System.Globalization;

using CalendarSync.Tests.Simulation.Oracle;
using CalendarSync.Tests.Simulation.Telling;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>The times of the stories' events: numbered, so that each edit can have its own.</summary>
internal static class Moments
{
    // The Monday after the world begins, in winter time; slot 1000 is in summer.
    private static readonly DateTimeOffset Monday = new(2026, 2, 23, 9, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Start(int slot) => Monday.AddHours(slot);

    public static DateTimeOffset End(int slot) => Start(slot).AddHours(1);

    public static DateOnly Day(int slot) => DateOnly.FromDateTime(Monday.UtcDateTime).AddDays(slot);

    /// <summary>When an event that a line makes begins.</summary>
    public static Slot Slot(Line line) => line["day"] is { } day ? new Slot(null, Day(int.Parse(day))) : new Slot(Start(int.Parse(line["hour"]!)), null);

    /// <summary>As both sides' views say it.</summary>
    public static string Timed(int slot) => $"{Text(Start(slot))}/{Text(End(slot))}";

    public static string AllDay(int slot) => $"{Text(Day(slot))}/{Text(Day(slot + 1))}";

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
