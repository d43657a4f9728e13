using CalendarSync.Local.Emulator.Api;
using NodaTime;

namespace CalendarSync.Local.Emulator.Admin;

internal static class AdminZones
{
    /// <summary>The name, if it is one of IANA's.</summary>
    public static string? Check(string? zone) =>
        zone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null ? zone : throw GoogleErrors.Invalid($"Unknown time zone: {zone}").Thrown();
}
