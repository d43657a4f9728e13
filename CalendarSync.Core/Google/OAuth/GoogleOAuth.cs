using System.Net;


using Google.Apis.Auth.OAuth2.Requests;
using Google.Apis.Auth.OAuth2.Responses;

namespace CalendarSync.Core.Google.OAuth;

/// <summary>
/// Google's OAuth endpoints: consent, exchange, refresh, revoke. What they refuse comes as <see cref="GoogleApiException"/>,
/// classified like every other answer of Google.
/// </summary>
internal sealed class GoogleOAuth(CalendarSyncOptions options, IHttpMessageHandlerFactory handlers, TimeProvider timeProvider)
{
    internal const string ClientName = "CalendarSync.OAuth";

    // Answers without expires_in do not come from Google; then the token is good for one job.
    private const long ShortLife = 300;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private string RedirectUri => options.GoogleRedirectUri.OriginalString;

    /// <summary>The consent page with S256 challenge and offline access.</summary>
    /// <param name="state">Comes back with the code.</param>
    /// <param name="askConsent">Asks the user even where consent was given before: only then comes a new refresh token.</param>
    public ConsentRequest CreateConsentRequest(string state, bool askConsent)
    {
        using OAuthFlow flow = OAuthFlow.Create(options, handlers.CreateHandler(ClientName), timeProvider, askConsent);
        AuthorizationCodeRequestUrl request = flow.CreateAuthorizationCodeRequest(RedirectUri, out string verifier);
        request.State = state;
        return new ConsentRequest(request.Build(), verifier);
    }

    public Task<GrantedTokens> ExchangeAsync(string code, string verifier, CancellationToken cancellationToken) =>
        CallAsync(
            async (flow, stop) =>
            {
                TokenResponse response = await flow.ExchangeAsync(code, verifier, RedirectUri, stop);
                return Granted(response, response.RefreshToken);
            },
            cancellationToken);

    public Task<GrantedTokens> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        CallAsync(
            async (flow, stop) =>
            {
                TokenResponse response = await flow.RefreshAsync(refreshToken, stop);
                // The library fills in the old one.
                return Granted(response, string.Equals(response.RefreshToken, refreshToken, StringComparison.Ordinal) ? null : response.RefreshToken);
            },
            cancellationToken);

    /// <summary>Ends the user's grant for this client. A token that is dead already counts as revoked.</summary>
    public Task RevokeAsync(string token, CancellationToken cancellationToken) =>
        CallAsync(
            async (flow, stop) =>
            {
                try
                {
                    await flow.RevokeAsync(token, stop);
                }
                catch (TokenResponseException exception) when (exception.Error?.Error is "invalid_token")
                {
                    // That is what was wanted.
                }

                return true;
            },
            cancellationToken);

    private GrantedTokens Granted(TokenResponse response, string? refreshToken) =>
        string.IsNullOrEmpty(response.AccessToken)
            ? throw FailureClassifier.NoAnswer("noAccessToken")
            : new GrantedTokens(
                response.AccessToken,
                timeProvider.GetUtcNow().AddSeconds(response.ExpiresInSeconds is > 0 and < 1_000_000 ? response.ExpiresInSeconds.Value : ShortLife),
                string.IsNullOrEmpty(refreshToken) ? null : refreshToken,
                OAuthScopes.Split(response.Scope));

    private async Task<T> CallAsync<T>(Func<OAuthFlow, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using OAuthFlow flow = OAuthFlow.Create(options, handlers.CreateHandler(ClientName), timeProvider);
        using var timeout = new CancellationTokenSource(Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await call(flow, either.Token);
        }
        catch (TokenResponseException exception)
        {
            HttpStatusCode? status = exception.StatusCode;
            // The library's exception holds the description, which may repeat what was sent.
            throw FailureClassifier.Token((int?)status ?? 0, exception.Error?.Error);
        }
        catch (HttpRequestException exception)
        {
            throw FailureClassifier.NoAnswer("network", exception);
        }
        catch (IOException exception)
        {
            throw FailureClassifier.NoAnswer("network", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw FailureClassifier.NoAnswer("timeout", exception);
        }
    }
}
