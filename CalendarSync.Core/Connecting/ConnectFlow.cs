using CalendarSync.Core.Google.OAuth;
using CalendarSync.Core.Security;

namespace CalendarSync.Core.Connecting;

/// <summary>
/// A user connects a Google account for a company: start (by the application, with the user's token), own address (by the
/// browser, which gets a cookie and goes on to Google), Google's redirect (bound to state and cookie).
/// </summary>
public sealed class ConnectFlow
{
    // Part of the state, which is only ever compared by its hash: nobody can take it off or add it.
    private const string ConsentAsked = "c.";

    private readonly CalendarSyncOptions _options;
    private readonly CompanyAccess _access;
    private readonly OAuthStateStore _states;
    private readonly ConnectStore _store;
    private readonly GoogleOAuth _oauth;
    private readonly Connector _connector;
    private readonly TokenVault _vault;
    private readonly IIdSource _ids;
    private readonly ReturnAddress _returnAddress;

    internal ConnectFlow(
        CalendarSyncOptions options, CompanyAccess access, OAuthStateStore states, ConnectStore store, GoogleOAuth oauth, Connector connector, TokenVault vault, IIdSource ids)
    {
        _options = options;
        _access = access;
        _states = states;
        _store = store;
        _oauth = oauth;
        _connector = connector;
        _vault = vault;
        _ids = ids;
        _returnAddress = new ReturnAddress(options);
    }

    /// <summary>Begins a connection.</summary>
    /// <param name="caller">An owner or admin of the company.</param>
    /// <param name="companyId">For which company.</param>
    /// <param name="returnUrl">Where the browser goes afterwards: own origin, or one of <c>ALLOWED_RETURN_ORIGINS</c>. Null: it sees a page.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The address for the browser, or 401, 403, 404, 400.</returns>
    public async Task<Answer<AuthorizationStart>> StartAsync(Caller caller, Guid companyId, string? returnUrl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (Refusal.Of(await _access.CheckAsync(caller, companyId, CompanyRight.Manage, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        if (returnUrl is not null && _returnAddress.TryParse(returnUrl) is null)
        {
            return new Refusal(400, "return_url must be an absolute address of this app's own origin, or of one in ALLOWED_RETURN_ORIGINS.");
        }

        string start = OneTimeSecret.New(_ids);
        var state = new OAuthState { Id = _ids.NewId(), CompanyId = companyId, UserId = caller.UserId!.Value, ReturnUrl = returnUrl };
        await _states.CreateAsync(state, OneTimeSecret.Hash(start), cancellationToken);
        return new AuthorizationStart(ReturnAddress.Append(_options.GoogleRedirectUri, "start", start));
    }

    /// <summary>The browser follows the start address: it gets its cookie and goes to Google.</summary>
    /// <param name="start">The one-time value.</param>
    /// <param name="acceptLanguage">The header, if there is one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A redirect to Google, or a page.</returns>
    public async Task<BrowserAnswer> OpenAsync(string? start, string? acceptLanguage, CancellationToken cancellationToken)
    {
        OAuthState? state = OneTimeSecret.IsPlausible(start) ? await _states.TryStartAsync(OneTimeSecret.Hash(start!), cancellationToken) : null;
        if (state is null)
        {
            return ConnectPage.Answer(new ConnectReport(ConnectResult.LinkExpired), acceptLanguage);
        }

        bool askConsent = await _store.NeedsConsentAsync(state.CompanyId, state.UserId, cancellationToken);
        return await GoToGoogleAsync(state, askConsent, OneTimeSecret.New(_ids), cancellationToken);
    }

    /// <summary>Google has sent the browser back.</summary>
    /// <param name="redirect">What it brought.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A redirect to the return address, a page, or once more a redirect to Google.</returns>
    public async Task<BrowserAnswer> FinishAsync(OAuthRedirect redirect, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(redirect);
        string? browser = OneTimeSecret.IsPlausible(redirect.State) ? redirect.Cookie(BrowserSession.CookieName(redirect.State!)) : null;
        OAuthState? state = OneTimeSecret.IsPlausible(browser)
            ? await _states.TryConsumeAsync(OneTimeSecret.Hash(redirect.State!), OneTimeSecret.Hash(browser!), cancellationToken)
            : null;
        if (state is null)
        {
            return ConnectPage.Answer(new ConnectReport(ConnectResult.StateInvalid), redirect.AcceptLanguage);
        }

        ConnectReport report = redirect switch
        {
            { Error: "access_denied" } => new ConnectReport(ConnectResult.AccessDenied),
            { Error: null, Code: { Length: > 0 and <= 2048 } code } => await ConnectAsync(state, code, cancellationToken),
            _ => new ConnectReport(ConnectResult.ConsentFailed),
        };
        if (report.Result is ConnectResult.NoRefreshToken && !redirect.State!.StartsWith(ConsentAsked, StringComparison.Ordinal))
        {
            // Google remembers an older consent of this account and gives a lasting permission only when it asks again.
            return await AskAgainAsync(state, browser!, cancellationToken);
        }

        BrowserCookie remove = BrowserSession.Remove(_options.GoogleRedirectUri, redirect.State!);
        return _returnAddress.TryParse(state.ReturnUrl) is { } address
            ? ConnectPage.Redirect(ConnectPage.Outcome(address, report.Result), remove)
            : ConnectPage.Answer(report, redirect.AcceptLanguage) with { Cookie = remove };
    }

    private async Task<ConnectReport> ConnectAsync(OAuthState state, string code, CancellationToken cancellationToken)
    {
        Access access = await _access.CheckAsync(new Caller(state.UserId, HasFunctionKey: false), state.CompanyId, CompanyRight.Manage, cancellationToken);
        if (access is not Access.Granted)
        {
            return new ConnectReport(ConnectResult.Forbidden);
        }

        string verifier;
        try
        {
            verifier = _vault.Open(state.CodeVerifier!, state.VerifierPlace).Value;
        }
        catch (TokenVaultException)
        {
            // Its key went away within the ten minutes.
            return new ConnectReport(ConnectResult.StateInvalid);
        }

        return await _connector.ConnectAsync(state, code, verifier, cancellationToken);
    }

    private async Task<BrowserAnswer> AskAgainAsync(OAuthState state, string browser, CancellationToken cancellationToken)
    {
        string start = OneTimeSecret.New(_ids);
        OAuthState again = state with { Id = _ids.NewId(), CodeVerifier = null };
        await _states.CreateAsync(again, OneTimeSecret.Hash(start), cancellationToken);
        await _states.TryStartAsync(OneTimeSecret.Hash(start), cancellationToken);
        return await GoToGoogleAsync(again, askConsent: true, browser, cancellationToken);
    }

    private async Task<BrowserAnswer> GoToGoogleAsync(OAuthState state, bool askConsent, string browser, CancellationToken cancellationToken)
    {
        string stateText = (askConsent ? ConsentAsked : "") + OneTimeSecret.New(_ids);
        ConsentRequest consent = _oauth.CreateConsentRequest(stateText, askConsent);
        await _states.BindAsync(
            state.Id, OneTimeSecret.Hash(stateText), OneTimeSecret.Hash(browser), _vault.Seal(consent.Verifier, state.VerifierPlace), cancellationToken);
        return ConnectPage.Redirect(consent.Address, BrowserSession.Set(_options.GoogleRedirectUri, stateText, browser));
    }
}
