using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace CalendarSync.Core.Configuration;

/// <summary>How the vault is called: few retries, no redirects, and plain http where the vault is an emulator on this machine.</summary>
internal static class KeyVaultTransport
{
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(10);

    public static SecretClientOptions Options(HttpMessageHandler handler, bool isLoopback)
    {
        var options = new SecretClientOptions
        {
            Transport = new HttpClientTransport(handler),
            // The challenge of a vault on this machine cannot name Azure's domain.
            DisableChallengeResourceVerification = isLoopback,
        };
        options.Retry.MaxRetries = 2;
        options.Retry.NetworkTimeout = NetworkTimeout;
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        return options;
    }

    /// <summary>The library sends its tokens to https only; behind it the scheme is the configured one.</summary>
    public static Uri AddressFor(Uri vault) => vault.Scheme is "http" ? new UriBuilder(vault) { Scheme = "https" }.Uri : vault;

    public static HttpMessageHandler Handler(Uri vault)
    {
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null };
        return vault.Scheme is "http" ? new PlainLoopback { InnerHandler = sockets } : sockets;
    }

    private sealed class PlainLoopback : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "http" }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
