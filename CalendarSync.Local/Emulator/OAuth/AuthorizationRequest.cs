using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>What a client asks for at the consent page (section 7.2).</summary>
internal sealed record AuthorizationRequest(string ClientId, string RedirectUri, IReadOnlyList<string> Scopes)
{
    /// <summary>The parameters that the form sends back.</summary>
    public static readonly IReadOnlyList<string> Carried =
    [
        "client_id", "redirect_uri", "response_type", "scope", "state", "access_type", "prompt", "include_granted_scopes", "login_hint", "code_challenge", "code_challenge_method", "nonce",
    ];

    public string? State { get; private init; }

    public bool Offline { get; private init; }

    public IReadOnlyList<string> Prompts { get; private init; } = [];

    public bool IncludeGrantedScopes { get; private init; }

    public string? LoginHint { get; private init; }

    public string? CodeChallenge { get; private init; }

    public string CodeChallengeMethod { get; private init; } = "plain";

    public string? Nonce { get; private init; }

    /// <summary>Reads the parameters; what is wrong is shown on Google's page, never redirected.</summary>
    public static (AuthorizationRequest? Request, OAuthProblem? Problem) Read(QueryParameters query, EmulatorOptions options)
    {
        string? client = query["client_id"];
        string? redirect = query["redirect_uri"];
        if (client is null || redirect is null || query["scope"] is not { Length: > 0 } scope)
        {
            string missing = client is null ? "client_id" : redirect is null ? "redirect_uri" : "scope";
            return (null, new OAuthProblem(400, "invalid_request", $"Missing required parameter: {missing}"));
        }

        if (!string.Equals(client, options.ClientId, StringComparison.Ordinal))
        {
            return (null, new OAuthProblem(401, "invalid_client", "The OAuth client was not found."));
        }

        if (!IsRegistered(redirect, options))
        {
            return (null, new OAuthProblem(400, "redirect_uri_mismatch", "The redirect URI in the request does not match the ones authorized for the OAuth client."));
        }

        if (query["response_type"] is not "code")
        {
            return (null, new OAuthProblem(400, "unsupported_response_type", "The emulator supports response_type=code only."));
        }

        if (query["code_challenge_method"] is not (null or "S256" or "plain"))
        {
            return (null, new OAuthProblem(400, "invalid_request", "Invalid code_challenge_method."));
        }

        return (new AuthorizationRequest(client, redirect, [.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Api.Scopes.Canonical).Distinct(StringComparer.Ordinal)])
        {
            State = query["state"],
            Offline = query["access_type"] is "offline",
            Prompts = query["prompt"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
            IncludeGrantedScopes = query["include_granted_scopes"] is "true",
            LoginHint = query["login_hint"],
            CodeChallenge = query["code_challenge"],
            CodeChallengeMethod = query["code_challenge_method"] ?? "plain",
            Nonce = query["nonce"],
        }, null);
    }

    /// <summary>Names that no scope of Google's has; Google answers <c>invalid_scope</c>.</summary>
    public IReadOnlyList<string> UnknownScopes() =>
        [.. Scopes.Where(static s => s is not "openid" && !(s.StartsWith(Api.Scopes.Prefix, StringComparison.Ordinal) && Api.Scopes.Known.Contains(s[Api.Scopes.Prefix.Length..], StringComparer.Ordinal)))];

    private static bool IsRegistered(string redirect, EmulatorOptions options)
    {
        if (options.RedirectUris.Count > 0)
        {
            return options.RedirectUris.Contains(redirect, StringComparer.Ordinal);
        }

        return Uri.TryCreate(redirect, UriKind.Absolute, out Uri? uri) && uri.Fragment.Length == 0 && (uri.Scheme is "https" || (uri.Scheme is "http" && uri.IsLoopback));
    }
}
