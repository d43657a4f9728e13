using System.Collections.Concurrent;

using CalendarSync.Core.Configuration;
using CalendarSync.Core.Google;
using CalendarSync.Core.Google.OAuth;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;

using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Connecting;

/// <summary>
/// Access tokens, refreshed by one instance at a time: the others wait for what it stores. The grant is read at each call,
/// so that a disconnection or a reconnection anywhere counts from the next call on.
/// </summary>
internal sealed partial class AccessTokens(
    TokenStore store, GrantStore grants, GoogleOAuth oauth, TokenVault vault, KeyVaultSecrets keyVault, IIdSource ids, TimeProvider timeProvider, ILogger<AccessTokens> logger) : IAccessTokens
{
    // "Good for at least a minute", and the call itself takes its time.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan OperatorPause = TimeSpan.FromMinutes(5);
    // Longer than a refresh may take, so that nobody refreshes beside it.
    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan WaitsInAll = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _gates = new();
    private readonly ConcurrentDictionary<Guid, string> _lent = new();

    /// <summary>
    /// An account that is not stored yet: for the calls that find out whose it is. The token is good for these calls only.
    /// </summary>
    public LentToken Lend(string accessToken)
    {
        var account = new GoogleAccount(ids.NewId());
        _lent[account.GrantId] = accessToken;
        return new LentToken(account, () => _lent.TryRemove(account.GrantId, out _));
    }

    public async Task<string> GetAsync(GoogleAccount account, string? rejected, CancellationToken cancellationToken)
    {
        if (_lent.TryGetValue(account.GrantId, out string? lent))
        {
            return rejected is null ? lent : throw new GoogleApiException(GoogleFault.NeedsReauthorisation, 401, "rejected");
        }

        await keyVault.RefreshAsync(cancellationToken);
        if (Usable(Connected(await store.FindAsync(account.GrantId, cancellationToken)), rejected) is { } stored)
        {
            return stored;
        }

        SemaphoreSlim gate = _gates.GetOrAdd(account.GrantId, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await RefreshOrWaitAsync(account.GrantId, rejected, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<string> RefreshOrWaitAsync(Guid grantId, string? rejected, CancellationToken cancellationToken)
    {
        DateTimeOffset end = timeProvider.GetUtcNow() + WaitsInAll;
        TimeSpan wait = FirstWait;
        while (true)
        {
            Grant grant = Connected(await store.FindAsync(grantId, cancellationToken));
            if (Usable(grant, rejected) is { } stored)
            {
                return stored;
            }

            if (grant.PausedUntil > timeProvider.GetUtcNow())
            {
                throw new GoogleApiException(GoogleFault.Operator, 0, "paused", grant.PausedUntil);
            }

            Guid lease = ids.NewId();
            if (await store.TryLeaseAsync(grantId, lease, LeaseLength, cancellationToken) is { } leased)
            {
                return await RefreshAsync(leased, lease, rejected, cancellationToken);
            }

            if (timeProvider.GetUtcNow() >= end)
            {
                throw new GoogleApiException(GoogleFault.Transient, 0, "refreshBusy");
            }

            await Task.Delay(wait, timeProvider, cancellationToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async Task<string> RefreshAsync(Grant grant, Guid lease, string? rejected, CancellationToken cancellationToken)
    {
        bool settled = false;
        try
        {
            if (Usable(Connected(grant), rejected) is { } stored)
            {
                return stored;
            }

            Unsealed refresh = OpenRefreshToken(grant);
            GrantedTokens tokens = await oauth.RefreshAsync(refresh.Value, cancellationToken);
            string? keep = tokens.RefreshToken ?? (refresh.WithOlderKey ? refresh.Value : null);
            // From here on the new tokens exist at Google: they are stored even if the caller no longer waits.
            settled = await store.CompleteAsync(
                grant.Id,
                lease,
                vault.Seal(tokens.AccessToken, grant.AccessPlace),
                tokens.ExpiresAt,
                keep is null ? null : vault.Seal(keep, grant.RefreshPlace),
                CancellationToken.None);
            // Not stored: somebody connected again or disconnected meanwhile, and that counts.
            return settled
                ? tokens.AccessToken
                : Usable(Connected(await store.FindAsync(grant.Id, cancellationToken)), rejected) ?? throw FailureClassifier.NoAnswer("refreshOvertaken");
        }
        catch (GoogleApiException exception) when (exception.Fault is GoogleFault.NeedsReauthorisation)
        {
            settled = true;
            if (!await grants.RequireReauthorisationAsync(grant.Id, lease, exception.Reason, CancellationToken.None))
            {
                // Somebody else has said so already, or the user has connected again meanwhile: then the old token's end means nothing.
                _ = Connected(await store.FindAsync(grant.Id, cancellationToken));
                throw FailureClassifier.NoAnswer("refreshOvertaken", exception);
            }

            LogNeedsReauthorisation(logger, grant.Id, exception.Reason);
            throw;
        }
        catch (GoogleApiException exception) when (exception.Fault is GoogleFault.Operator)
        {
            settled = true;
            DateTimeOffset until = timeProvider.GetUtcNow() + OperatorPause;
            await store.PauseAsync(grant.Id, lease, until, exception.Reason, CancellationToken.None);
            LogOperator(logger, grant.Id, exception.Reason);
            throw new GoogleApiException(GoogleFault.Operator, exception.Status, exception.Reason, until, exception);
        }
        finally
        {
            if (!settled)
            {
                await store.ReleaseAsync(grant.Id, lease, CancellationToken.None);
            }
        }
    }

    private static Grant Connected(Grant? grant) => grant switch
    {
        null => throw new GoogleApiException(GoogleFault.NeedsReauthorisation, 0, "disconnected"),
        { IsConnected: true } => grant,
        _ => throw new GoogleApiException(GoogleFault.NeedsReauthorisation, 0, grant.Status is "disabled" ? "disconnected" : grant.Status),
    };

    private string? Usable(Grant grant, string? rejected)
    {
        if (grant.AccessToken is null || grant.AccessExpiresAt is not { } end || end <= timeProvider.GetUtcNow() + Margin)
        {
            return null;
        }

        try
        {
            string token = vault.Open(grant.AccessToken, grant.AccessPlace).Value;
            return string.Equals(token, rejected, StringComparison.Ordinal) ? null : token;
        }
        catch (TokenVaultException)
        {
            // A new one can be had with the refresh token; if that does not open either, it is said there.
            return null;
        }
    }

    private Unsealed OpenRefreshToken(Grant grant)
    {
        if (grant.RefreshToken is null)
        {
            throw new GoogleApiException(GoogleFault.NeedsReauthorisation, 0, "noRefreshToken");
        }

        try
        {
            return vault.Open(grant.RefreshToken, grant.RefreshPlace);
        }
        catch (TokenVaultException exception)
        {
            // The key is missing or another one: with the right key everything goes on.
            throw new GoogleApiException(GoogleFault.Operator, 0, "tokenUnreadable", inner: exception);
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "The account of grant {GrantId} has to be connected again ({Reason}).")]
    private static partial void LogNeedsReauthorisation(ILogger logger, Guid grantId, string reason);

    [LoggerMessage(1202, LogLevel.Error, "Tokens of grant {GrantId} cannot be refreshed until the operator acts ({Reason}).")]
    private static partial void LogOperator(ILogger logger, Guid grantId, string reason);
}
