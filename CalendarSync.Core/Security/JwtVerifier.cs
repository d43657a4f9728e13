using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CalendarSync.Core.Security;

/// <summary>
/// Who a bearer token says its holder is, if it can be believed. The signature's kind follows from the settings, not from
/// the token: HS256 is only ever checked with the secret, RS256 and ES256 only with the published keys.
/// </summary>
internal sealed class JwtVerifier(CalendarSyncOptions options, JwksKeys keys, TimeProvider timeProvider)
{
    private const double SkewSeconds = 60;

    /// <summary>The user's id; null where the token proves nothing.</summary>
    public async ValueTask<Guid?> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        JwtParts? parts = JwtParts.TryParse(token);
        return parts is not null && await IsSignedAsync(parts, cancellationToken) ? ReadClaims(parts.Payload) : null;
    }

    private async ValueTask<bool> IsSignedAsync(JwtParts parts, CancellationToken cancellationToken)
    {
        if (parts.Algorithm is JwtAlgorithm.Hs256)
        {
            return options.AuthJwtSecret is { Length: > 0 } secret
                && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), parts.SignedBytes), parts.Signature);
        }

        return options.AuthJwksUrl is not null
            && await keys.FindAsync(parts.Algorithm, parts.KeyId, cancellationToken) is { } key
            && key.Verify(parts.SignedBytes, parts.Signature);
    }

    private Guid? ReadClaims(byte[] payload)
    {
        using JsonDocument? document = JwtParts.TryReadObject(payload);
        if (document is null)
        {
            return null;
        }

        JsonElement claims = document.RootElement;
        double now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        bool believed = Time(claims, "exp") is { } end && now < end + SkewSeconds
            && (!claims.TryGetProperty("nbf", out _) || (Time(claims, "nbf") is { } start && now >= start - SkewSeconds))
            && (options.AuthJwtIssuer is null || string.Equals(JwtParts.Text(claims, "iss"), options.AuthJwtIssuer, StringComparison.Ordinal))
            && (options.AuthJwtAudience is null || HasAudience(claims, options.AuthJwtAudience));
        return believed && Guid.TryParseExact(JwtParts.Text(claims, "sub"), "D", out Guid user) && user != Guid.Empty ? user : null;
    }

    private static double? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out double seconds) ? seconds : null;

    private static bool HasAudience(JsonElement claims, string audience) =>
        claims.TryGetProperty("aud", out JsonElement value) && value.ValueKind switch
        {
            JsonValueKind.String => value.ValueEquals(audience),
            JsonValueKind.Array => value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.String && item.ValueEquals(audience)),
            _ => false,
        };
}
