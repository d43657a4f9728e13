using System.Security.Cryptography;
using System.Text;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.OAuth;

/// <summary><c>/token</c>, <c>/revoke</c> and <c>/tokeninfo</c> (sections 7.3 to 7.7). Errors are flat, as Google's are here.</summary>
internal sealed class TokenEndpoint(GoogleEmulator emulator)
{
    private const string Json = "application/json; charset=utf-8";

    public WireResponse Token(WireRequest wire)
    {
        QueryParameters form = QueryParameters.Parse(Encoding.UTF8.GetString(wire.Body.Span));
        lock (emulator.World.Gate)
        {
            return CheckClient(wire, form) ?? form["grant_type"] switch
            {
                "authorization_code" => Exchange(form, wire.Origin),
                "refresh_token" => Refresh(form, wire.Origin),
                null => Refuse(400, "invalid_request", "Missing required parameter: grant_type"),
                "urn:ietf:params:oauth:grant-type:jwt-bearer" => Refuse(501, "not_emulated", "The emulator does not support service accounts."),
                { } other => Refuse(400, "unsupported_grant_type", $"Invalid grant_type: {other}"),
            };
        }
    }

    public WireResponse Revoke(WireRequest wire)
    {
        string? token = QueryParameters.Parse(Encoding.UTF8.GetString(wire.Body.Span))["token"] ?? QueryParameters.Parse(wire.Query)["token"];
        if (token is null)
        {
            return Refuse(400, "invalid_request", "Missing required parameter: token");
        }

        lock (emulator.World.Gate)
        {
            return emulator.Grants.Revoke(token) ? WireResponse.Text(200, Json, "{}") : Refuse(400, "invalid_token", "Token expired or revoked");
        }
    }

    public WireResponse Info(WireRequest wire)
    {
        string? value = QueryParameters.Parse(wire.Query)["access_token"] ?? QueryParameters.Parse(Encoding.UTF8.GetString(wire.Body.Span))["access_token"];
        lock (emulator.World.Gate)
        {
            if (value is null || emulator.Grants.FindAccessToken(value) is not { } token)
            {
                return Refuse(400, "invalid_token", "Invalid Value");
            }

            return WireResponse.Json(200, JsonBytes.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("azp", token.Grant.ClientId);
                json.WriteString("aud", token.Grant.ClientId);
                json.WriteString("sub", token.Grant.Account.Subject);
                json.WriteString("scope", string.Join(' ', token.Scopes));
                json.WriteString("exp", $"{token.ExpiresAt.ToUnixTimeSeconds()}");
                json.WriteString("expires_in", $"{(long)(token.ExpiresAt - emulator.Clock.Now).TotalSeconds}");
                if (token.Has("userinfo.email"))
                {
                    json.WriteString("email", token.Grant.Account.Email);
                    json.WriteString("email_verified", "true");
                }

                json.WriteEndObject();
            }));
        }
    }

    private WireResponse? CheckClient(WireRequest wire, QueryParameters form)
    {
        (string? id, string? secret) = (form["client_id"], form["client_secret"]);
        if (wire.Header("Authorization") is { } header && header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            (id, secret) = Basic(header[6..].Trim());
        }

        if (id is null)
        {
            return Refuse(400, "invalid_request", "Could not determine client ID from request.");
        }

        if (!string.Equals(id, emulator.Options.ClientId, StringComparison.Ordinal))
        {
            return Refuse(401, "invalid_client", "The OAuth client was not found.");
        }

        return string.Equals(secret, emulator.Options.ClientSecret, StringComparison.Ordinal) ? null : Refuse(401, "invalid_client", "Unauthorized");
    }

    private static (string? Id, string? Secret) Basic(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out int length))
        {
            return (null, null);
        }

        string[] pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[^1]));
    }

    private WireResponse Exchange(QueryParameters form, string origin)
    {
        if (form["code"] is not { } text || emulator.Grants.FindCode(text) is not { } code)
        {
            return Refuse(400, "invalid_grant", "Malformed auth code.");
        }

        if (code.ExpiresAt <= emulator.Clock.Now || code.Grant.Revoked)
        {
            return Refuse(400, "invalid_grant", "Bad Request");
        }

        if (!string.Equals(form["redirect_uri"], code.Request.RedirectUri, StringComparison.Ordinal))
        {
            return Refuse(400, "redirect_uri_mismatch", "Bad Request");
        }

        if (code.Request.CodeChallenge is { } challenge)
        {
            if (form["code_verifier"] is not { Length: > 0 } verifier)
            {
                return Refuse(400, "invalid_grant", "Missing code verifier.");
            }

            if (!string.Equals(Challenge(verifier, code.Request.CodeChallengeMethod), challenge, StringComparison.Ordinal))
            {
                return Refuse(400, "invalid_grant", "Invalid code verifier.");
            }
        }

        emulator.Grants.UseCode(text);
        AccessToken token = emulator.Grants.NewAccessToken(code.Grant, code.Scopes);
        string? refresh = code.GivesRefreshToken ? emulator.Grants.NewRefreshToken(code.Grant, code.Scopes) : null;
        return Answer(token, refresh, code.Request.Nonce, origin);
    }

    private WireResponse Refresh(QueryParameters form, string origin)
    {
        if (form.Has("scope"))
        {
            return Refuse(501, "not_emulated", "The emulator does not support narrowing scopes on refresh.");
        }

        if (form["refresh_token"] is not { } text || emulator.Grants.FindRefreshToken(text) is not { } found)
        {
            return Refuse(400, "invalid_grant", "Token has been expired or revoked.");
        }

        return Answer(emulator.Grants.NewAccessToken(found.Grant, found.Scopes), refreshToken: null, nonce: null, origin);
    }

    private WireResponse Answer(AccessToken token, string? refreshToken, string? nonce, string origin) => WireResponse.Json(200, JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("access_token", token.Value);
        json.WriteNumber("expires_in", (long)(token.ExpiresAt - emulator.Clock.Now).TotalSeconds);
        if (refreshToken is not null)
        {
            json.WriteString("refresh_token", refreshToken);
        }

        // Not in the order in which they were asked for.
        json.WriteString("scope", string.Join(' ', token.Scopes.Order(StringComparer.Ordinal).Reverse()));
        json.WriteString("token_type", "Bearer");
        if (token.Scopes.Contains("openid"))
        {
            json.WriteString("id_token", IdTokens.Create(token, nonce, origin, emulator.Clock.Now));
        }

        json.WriteEndObject();
    })).With("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");

    private static string Challenge(string verifier, string method) => method is "S256"
        ? Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        : verifier;

    private static WireResponse Refuse(int status, string error, string description) => WireResponse.Json(status, JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteString("error_description", description);
        json.WriteEndObject();
    }));
}
