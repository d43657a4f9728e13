using CalendarSync.Core;

using Microsoft.Extensions.Configuration;

namespace CalendarSync.Tests.Configuration;

/// <summary>Settings that are right, to change one at a time.</summary>
internal static class Settings
{
    public static readonly string Key = Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray());

    public static Dictionary<string, string?> Good() => new(StringComparer.Ordinal)
    {
        ["DATABASE_URL"] = "postgresql://app:secret@db.example.com/app",
        ["GOOGLE_CLIENT_ID"] = "client.apps.googleusercontent.com",
        ["GOOGLE_CLIENT_SECRET"] = "client-secret",
        ["GOOGLE_REDIRECT_URI"] = "https://sync.example.com/api/google-calendar-oauth-pkce",
        ["TOKEN_ENCRYPTION_KEY"] = Key,
        ["AUTH_JWT_SECRET"] = "a-secret-of-more-than-thirty-two-bytes",
    };

    public static IConfiguration With(params (string Name, string? Value)[] changes)
    {
        Dictionary<string, string?> settings = Good();
        foreach ((string name, string? value) in changes)
        {
            settings[name] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    public static CalendarSyncOptions Read(params (string Name, string? Value)[] changes) => CalendarSyncOptions.Read(With(changes));
}
