using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using Azure.Core;

using CalendarSync.Tests.Security;

using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CalendarSync.Tests.Configuration;

/// <summary>The part of a vault's REST surface that reading secrets needs: the challenge, the bearer token, secrets with versions, errors.</summary>
internal sealed class VaultDouble : IAsyncDisposable
{
    private const string Token = "vault-token";
    private readonly X509Certificate2 _certificate = SelfSigned();
    private LoopbackServer _server = null!;

    public ConcurrentDictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal)
    {
        ["GOOGLE-CLIENT-SECRET"] = "canary-client-secret",
        ["TOKEN-ENCRYPTION-KEY"] = Settings.Key,
        ["AUTH-JWT-SECRET"] = "canary-a-secret-of-more-than-32-bytes",
        ["TELEGRAM-BOT-TOKEN"] = "1:canary",
    };

    /// <summary>Every answer has this status; 0: as a vault would.</summary>
    public int Status { get; set; }

    public ConcurrentQueue<string> Reads { get; } = new();

    public Uri Address { get; private set; } = null!;

    public TokenCredential Credential { get; } = new FixedCredential();

    public static async Task<VaultDouble> StartAsync(bool https = true)
    {
        var vault = new VaultDouble();
        vault._server = https
            ? await LoopbackServer.StartAsync(vault.AnswerAsync, listen => listen.UseHttps(vault._certificate))
            : await LoopbackServer.StartAsync(vault.AnswerAsync);
        vault.Address = vault._server.Address;
        return vault;
    }

    /// <summary>Trusts this vault's certificate and no other.</summary>
    public HttpMessageHandler Handler() => new SocketsHttpHandler
    {
        SslOptions = { CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _certificate }, RevocationMode = X509RevocationMode.NoCheck } },
    };

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Request.Query["api-version"].ToString().ShouldNotBeEmpty();
        if (context.Request.Headers.Authorization != "Bearer " + Token)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer authorization=\"https://login.example.com/tenant\", resource=\"https://vault.azure.net\"";
            return;
        }

        string name = context.Request.Path.Value!.Split('/')[2];
        Reads.Enqueue(name);
        if (Status != 0 || !Secrets.TryGetValue(name, out string? value))
        {
            context.Response.StatusCode = Status == 0 ? 404 : Status;
            await context.Response.WriteAsJsonAsync(new { error = new { code = "SecretNotFound", message = "canary" } }, context.RequestAborted);
            return;
        }

        await context.Response.WriteAsJsonAsync(new { value, id = $"{Address}secrets/{name}/0123", attributes = new { enabled = true } }, context.RequestAborted);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class FixedCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
