namespace CalendarSync.Core.Google.OAuth;

/// <summary>What the user has to grant, all of it.</summary>
internal static class OAuthScopes
{
    public static readonly IReadOnlyList<string> Required =
        ["https://www.googleapis.com/auth/calendar", "https://www.googleapis.com/auth/calendar.events"];

    public static IReadOnlyList<string> Split(string? scopes) => scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static IReadOnlyList<string> Missing(IReadOnlyList<string> granted) => [.. Required.Except(granted, StringComparer.Ordinal)];
}
