using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Flows;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Google.Apis.Json;

using Apis = Google.Apis.Http;

namespace CalendarSync.Core.Google.OAuth;

/// <summary>
/// Google's PKCE flow at the configured addresses: no store of its own, no retries of its own, no redirects, and the token
/// to revoke goes into the body, where the library would put it into the address. See docs/decisions/0008-oauth-library.md.
/// </summary>
internal sealed class OAuthFlow : PkceGoogleAuthorizationCodeFlow
{
    // The library's key for its own token store, which is not used.
    private const string Nobody = "-";

    private OAuthFlow(Initializer initializer)
        : base(initializer) => HttpClient.Timeout = System.Threading.Timeout.InfiniteTimeSpan;

    public static OAuthFlow Create(CalendarSyncOptions options, HttpMessageHandler handler, TimeProvider timeProvider, bool askConsent = false) =>
        new(new Addresses(options)
        {
            ClientSecrets = new ClientSecrets { ClientId = options.GoogleClientId, ClientSecret = options.GoogleClientSecret },
            Scopes = OAuthScopes.Required,
            Prompt = askConsent ? "consent" : null,
            Clock = new TimeProviderClock(timeProvider),
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            HttpClientFactory = new ClientFactory(handler),
        });

    public Task<TokenResponse> ExchangeAsync(string code, string verifier, string redirectUri, CancellationToken cancellationToken) =>
        ExchangeCodeForTokenAsync(Nobody, code, verifier, redirectUri, cancellationToken);

    public Task<TokenResponse> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        RefreshTokenAsync(Nobody, refreshToken, cancellationToken);

    public Task RevokeAsync(string token, CancellationToken cancellationToken) => RevokeTokenAsync(Nobody, token, cancellationToken);

    public override async Task RevokeTokenAsync(string userId, string token, CancellationToken taskCancellationToken)
    {
        using var body = new FormUrlEncodedContent([new("token", token)]);
        using HttpResponseMessage response = await HttpClient.PostAsync(new Uri(RevokeTokenUrl), body, taskCancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            string text = await response.Content.ReadAsStringAsync(taskCancellationToken);
            throw new TokenResponseException(NewtonsoftJsonSerializer.Instance.Deserialize<TokenErrorResponse>(text), response.StatusCode);
        }
    }

    private sealed class Addresses(CalendarSyncOptions options)
        : Initializer(options.GoogleAuthUrl.AbsoluteUri, options.GoogleTokenUrl.AbsoluteUri, options.GoogleRevokeUrl.AbsoluteUri);

    // The handler belongs to the factory that pools it.
    private sealed class ClientFactory(HttpMessageHandler handler) : Apis.IHttpClientFactory
    {
        public ConfigurableHttpClient CreateHttpClient(CreateHttpClientArgs args) =>
            new(new ConfigurableMessageHandler(handler) { FollowRedirect = false, IsLoggingEnabled = false }, disposeHandler: false);
    }
}
