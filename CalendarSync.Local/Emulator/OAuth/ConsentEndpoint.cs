using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>
/// <c>/o/oauth2/v2/auth</c>: shows a page on which a person (or a test that posts its form) chooses an account and grants all, some or nothing.
/// <c>emulator_consent=allow|deny</c>, <c>emulator_account</c> and <c>emulator_scopes</c> in the address answer at once.
/// </summary>
internal sealed class ConsentEndpoint(GoogleEmulator emulator)
{
    private static readonly string[] Identity = ["openid", Api.Scopes.Prefix + "userinfo.email", Api.Scopes.Prefix + "userinfo.profile"];

    public WireResponse Show(WireRequest wire)
    {
        QueryParameters query = QueryParameters.Parse(wire.Query);
        (AuthorizationRequest? request, OAuthProblem? problem) = AuthorizationRequest.Read(query, emulator.Options);
        if (request is null)
        {
            return ConsentPage.Problem(problem!);
        }

        if (request.UnknownScopes() is { Count: > 0 } unknown)
        {
            return ConsentPage.Problem(new OAuthProblem(400, "invalid_scope", "Some requested scopes were invalid: " + string.Join(' ', unknown)));
        }

        lock (emulator.World.Gate)
        {
            if (Automatic(query) is { } auto)
            {
                string? email = auto.Email ?? request.LoginHint ?? emulator.World.Accounts.FirstOrDefault()?.Email;
                return Decide(request, auto.Deny, email, s => auto.Scopes?.Contains(Suffix(s), StringComparer.Ordinal) ?? true);
            }

            if (request.Prompts.Contains("none", StringComparer.Ordinal))
            {
                return Silent(request);
            }

            return ConsentPage.Form(query, request, [.. emulator.World.Accounts], [.. request.Scopes.Where(static s => !Identity.Contains(s, StringComparer.Ordinal))]);
        }
    }

    public WireResponse Submit(WireRequest wire)
    {
        QueryParameters form = QueryParameters.Parse(System.Text.Encoding.UTF8.GetString(wire.Body.Span));
        (AuthorizationRequest? request, OAuthProblem? problem) = AuthorizationRequest.Read(form, emulator.Options);
        if (request is null)
        {
            return ConsentPage.Problem(problem!);
        }

        HashSet<string> ticked = [.. form.All("granted")];
        lock (emulator.World.Gate)
        {
            return Decide(request, form["decision"] is not "allow", form["account"], s => Identity.Contains(s, StringComparer.Ordinal) || ticked.Contains(s));
        }
    }

    private AutoConsent? Automatic(QueryParameters query) => query["emulator_consent"] switch
    {
        null => emulator.AutoConsent,
        "deny" => new AutoConsent(query["emulator_account"], Deny: true),
        _ => new AutoConsent(query["emulator_account"], query["emulator_scopes"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    };

    private WireResponse Silent(AuthorizationRequest request)
    {
        Account? account = request.LoginHint is { } hint ? emulator.World.FindAccount(hint) : emulator.World.Accounts.Count == 1 ? emulator.World.Accounts.First() : null;
        bool covered = account is not null && emulator.Grants.Find(account, request.ClientId) is { } grant && request.Scopes.All(grant.Scopes.Contains);
        return covered ? Decide(request, deny: false, account!.Email, static _ => true) : Redirect(request, ("error", "interaction_required"));
    }

    private WireResponse Decide(AuthorizationRequest request, bool deny, string? email, Func<string, bool> isGranted)
    {
        if (deny)
        {
            return Redirect(request, ("error", "access_denied"));
        }

        if (email is null || emulator.World.FindAccount(email) is not { } account)
        {
            return ConsentPage.Problem(new OAuthProblem(400, "invalid_request", "There is no such account."));
        }

        Grant? before = emulator.Grants.Find(account, request.ClientId);
        bool first = before is null || before.RefreshTokens.Count == 0;
        HashSet<string> granted = [.. request.Scopes.Where(isGranted)];
        Grant grant = emulator.Grants.Allow(account, request.ClientId, granted);
        if (request.IncludeGrantedScopes)
        {
            granted.UnionWith(grant.Scopes);
        }

        bool refresh = request.Offline && (first || request.Prompts.Contains("consent", StringComparer.Ordinal));
        string code = emulator.Grants.NewCode(request, grant, granted, refresh);
        return Redirect(request, ("code", code), ("scope", string.Join(' ', granted)), ("authuser", "0"), ("prompt", "consent"));
    }

    private static string Suffix(string scope) =>
        scope.StartsWith(Api.Scopes.Prefix, StringComparison.Ordinal) ? scope[Api.Scopes.Prefix.Length..] : scope;

    private static WireResponse Redirect(AuthorizationRequest request, params IEnumerable<(string Name, string Value)> parameters)
    {
        IEnumerable<(string Name, string Value)> all = request.State is { } state ? [("state", state), .. parameters] : parameters;
        string query = string.Join('&', all.Select(static p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        char separator = request.RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return WireResponse.Empty(302).With("Location", $"{request.RedirectUri}{separator}{query}").With("Cache-Control", "no-store");
    }
}
