using System.Collections.Frozen;

using NodaTime;

namespace CalendarSync.Core.Google;

/// <summary>Names of time zones. Google and the rows use IANA's; applications on Windows write others.</summary>
internal static class ZoneNames
{
    private static readonly FrozenDictionary<string, string> Known =
        DateTimeZoneProviders.Tzdb.Ids.ToFrozenDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The IANA name of a zone however it was written; null where nobody knows the name.</summary>
    public static string? Iana(string name)
    {
        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        return TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana) ? iana : null;
    }

    /// <summary>The IANA name, or the text as it is: a name that is newer than our data is still the event's zone.</summary>
    public static string? IanaOrAsGiven(string? name) => string.IsNullOrEmpty(name) ? null : Iana(name) ?? name;

    /// <summary>The rules of a zone; null where nobody knows the name.</summary>
    public static DateTimeZone? Rules(string? name) =>
        name is not null && Iana(name) is { } iana ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(iana) : null;
}
