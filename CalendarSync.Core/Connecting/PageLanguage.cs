using Microsoft.Net.Http.Headers;

namespace CalendarSync.Core.Connecting;

/// <summary>French or English, as the browser prefers; English where it says neither.</summary>
internal static class PageLanguage
{
    private const int LongestHeader = 500;

    public static bool IsFrench(string? acceptLanguage)
    {
        if (acceptLanguage is null or { Length: > LongestHeader } || !StringWithQualityHeaderValue.TryParseList([acceptLanguage], out var languages))
        {
            return false;
        }

        return languages
            .Where(language => (language.Quality ?? 1) > 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value ?? "")
            .FirstOrDefault(value => Is(value, "fr") || Is(value, "en")) is { } first && Is(first, "fr");
    }

    private static bool Is(string value, string language) =>
        value.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (value.Length == 2 || value[2] == '-');
}
