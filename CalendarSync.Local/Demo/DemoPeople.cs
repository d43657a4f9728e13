using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CalendarSync.Local.Demo;

/// <summary>Who is in the demo: a company, its owner, and the owner's Google account.</summary>
internal sealed record DemoPeople(Guid CompanyId, Guid OwnerId)
{
    public const string GoogleAccount = "demo@example.com";

    /// <summary>The zone of the calendar, in which the page shows both sides.</summary>
    public const string TimeZone = "Europe/Paris";

    /// <summary>The owner's bearer token, as the application would issue it.</summary>
    public string Token(string secret, DateTimeOffset now)
    {
        string header = Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = "HS256", typ = "JWT" }));
        string payload = Encode(JsonSerializer.SerializeToUtf8Bytes(
            new { sub = OwnerId, iat = now.ToUnixTimeSeconds(), exp = now.AddHours(12).ToUnixTimeSeconds() }));
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{header}.{payload}"));
        return $"{header}.{payload}.{Encode(signature)}";
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
