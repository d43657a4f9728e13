using System.Security.Cryptography;
using System.Text;

using CalendarSync.Core.Configuration;

namespace CalendarSync.Core.Security;

/// <summary>Recognises callers by their headers, and by nothing else of the request.</summary>
public sealed class Callers
{
    private const string Scheme = "Bearer ";

    private readonly CalendarSyncOptions _options;
    private readonly JwtVerifier _verifier;
    private readonly KeyVaultSecrets _vault;

    internal Callers(CalendarSyncOptions options, JwtVerifier verifier, KeyVaultSecrets vault)
    {
        _options = options;
        _verifier = verifier;
        _vault = vault;
    }

    /// <summary>Who sent these headers. A header that proves nothing counts as absent.</summary>
    /// <param name="authorization">The <c>Authorization</c> header, if there is one.</param>
    /// <param name="functionsKey">The <c>x-functions-key</c> header, if there is one.</param>
    /// <param name="cancellationToken">Stops fetching keys.</param>
    /// <returns>Never null; <see cref="Caller.Anonymous"/> where nothing is proven.</returns>
    public async Task<Caller> IdentifyAsync(string? authorization, string? functionsKey, CancellationToken cancellationToken)
    {
        await _vault.RefreshAsync(cancellationToken);
        Guid? user = authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await _verifier.VerifyAsync(authorization[Scheme.Length..].Trim(), cancellationToken)
            : null;
        return new Caller(user, IsFunctionKey(functionsKey));
    }

    /// <summary>Hashed first, so that neither content nor length shows in the time. Without <c>FUNCTIONS_KEY</c> no key is right.</summary>
    /// <param name="functionsKey">As sent.</param>
    /// <returns>Whether it is the configured one.</returns>
    public bool IsFunctionKey(string? functionsKey) =>
        _options.FunctionsKey is { Length: > 0 } expected && functionsKey is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(functionsKey)));
}
