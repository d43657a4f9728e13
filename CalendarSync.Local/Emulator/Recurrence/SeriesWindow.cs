using CalendarSync.Local.Emulator.Model;
using NodaTime;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>Whether any instance of a series touches a time window.</summary>
internal static class SeriesWindow
{
    public static bool Overlaps(EventState series, DateTimeZone zone, Instant? min, Instant? max) => SeriesExpansion.Slots(series, zone, min, max, most: 1).Count > 0;
}
