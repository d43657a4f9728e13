using System.Security.Cryptography;
using System.Text;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>OpenID: id tokens (RS256), the keys that verify them, and userinfo. One key per process, made when it is first needed.</summary>
internal static class IdTokens
{
    private const string KeyId = "emulator";

    private static readonly Lazy<RSA> Key = new(static () => RSA.Create(2048));

    public static string Create(AccessToken token, string? nonce, string issuer, DateTimeOffset now)
    {
        byte[] payload = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("iss", issuer);
            json.WriteString("azp", token.Grant.ClientId);
            json.WriteString("aud", token.Grant.ClientId);
            json.WriteString("sub", token.Grant.Account.Subject);
            if (token.Has("userinfo.email"))
            {
                json.WriteString("email", token.Grant.Account.Email);
                json.WriteBoolean("email_verified", true);
            }

            if (token.Has("userinfo.profile"))
            {
                json.WriteString("name", token.Grant.Account.DisplayName);
            }

            if (nonce is not null)
            {
                json.WriteString("nonce", nonce);
            }

            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", token.ExpiresAt.ToUnixTimeSeconds());
            json.WriteEndObject();
        });
        string signed = $"{Base64Url(Encoding.ASCII.GetBytes($$"""{"alg":"RS256","kid":"{{KeyId}}","typ":"JWT"}"""))}.{Base64Url(payload)}";
#pragma warning disable S5542 // RS256 is PKCS#1 signing; nothing is encrypted here.
        return $"{signed}.{Base64Url(Key.Value.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
#pragma warning restore S5542
    }

    public static WireResponse Certificates()
    {
        RSAParameters key = Key.Value.ExportParameters(includePrivateParameters: false);
        return WireResponse.Text(
            200, "application/json; charset=UTF-8",
            $$"""{"keys":[{"kid":"{{KeyId}}","kty":"RSA","alg":"RS256","use":"sig","n":"{{Base64Url(key.Modulus!)}}","e":"{{Base64Url(key.Exponent!)}}"}]}""");
    }

    public static WireResponse Discovery(string origin) => WireResponse.Text(
        200, "application/json",
        $$"""
        {"issuer":"{{origin}}","authorization_endpoint":"{{origin}}/o/oauth2/v2/auth","token_endpoint":"{{origin}}/token","revocation_endpoint":"{{origin}}/revoke",
        "userinfo_endpoint":"{{origin}}/v1/userinfo","jwks_uri":"{{origin}}/oauth2/v3/certs","response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256"],
        "code_challenge_methods_supported":["plain","S256"]}
        """);

    public static WireResponse UserInfo(GoogleEmulator emulator, WireRequest wire)
    {
        string? bearer = wire.Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
        lock (emulator.World.Gate)
        {
            if (bearer is null || emulator.Grants.FindAccessToken(bearer) is not { } token)
            {
                return (bearer is null ? GoogleErrors.LoginRequired : GoogleErrors.InvalidCredentials).ToResponse();
            }

            if (!token.Scopes.Contains("openid") && !token.Has("userinfo.email") && !token.Has("userinfo.profile"))
            {
                return GoogleErrors.ScopeInsufficient.ToResponse();
            }

            return WireResponse.Json(200, JsonBytes.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("sub", token.Grant.Account.Subject);
                if (token.Has("userinfo.profile"))
                {
                    json.WriteString("name", token.Grant.Account.DisplayName);
                }

                if (token.Has("userinfo.email"))
                {
                    json.WriteString("email", token.Grant.Account.Email);
                    json.WriteBoolean("email_verified", true);
                }

                json.WriteEndObject();
            }));
        }
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
