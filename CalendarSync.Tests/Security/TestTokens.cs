using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CalendarSync.Tests.Security;

/// <summary>Makes users' tokens, right ones and wrong ones, sharing no code with the verifier.</summary>
internal static class TestTokens
{
    public const string Secret = "a-secret-of-more-than-thirty-two-bytes";

    public static string Hs256(object claims, string secret = Secret, object? header = null) =>
        Sign(header ?? new { alg = "HS256", typ = "JWT" }, claims, data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), data));

    public static string Rs256(object claims, RSA key, string? kid) =>
        Sign(new { alg = "RS256", kid }, claims, data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Es256(object claims, ECDsa key, string? kid) =>
        Sign(new { alg = "ES256", kid }, claims, data => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public static string Sign(object header, object claims, Func<byte[], byte[]> sign)
    {
        string signed = Part(header) + "." + Part(claims);
        return signed + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)));
    }

    public static object Jwk(RSA key, string kid)
    {
        RSAParameters p = key.ExportParameters(false);
        return new { kty = "RSA", kid, use = "sig", alg = "RS256", n = Base64Url.EncodeToString(p.Modulus), e = Base64Url.EncodeToString(p.Exponent) };
    }

    public static object Jwk(ECDsa key, string kid)
    {
        ECParameters p = key.ExportParameters(false);
        return new { kty = "EC", kid, crv = "P-256", x = Base64Url.EncodeToString(p.Q.X), y = Base64Url.EncodeToString(p.Q.Y) };
    }

    private static string Part(object value) =>
        Base64Url.EncodeToString(value is string text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(value, value.GetType()));
}
