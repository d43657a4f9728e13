using CalendarSync.Core.Google;
using CalendarSync.Core.Google.OAuth;
using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Security;

using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Connecting;

/// <summary>
/// Ends a connection: no new work, the work under way ended or fenced off, channels stopped, and with the account's last
/// calendar the consent revoked and the tokens erased. The events stay, and what waits in the queue goes on waiting.
/// </summary>
internal sealed partial class Disconnector(
    DisconnectStore store, Channels channels, GoogleOAuth oauth, TokenVault vault, TimeProvider timeProvider, ILogger<Disconnector> logger)
{
    // Calls to Google end within twenty seconds by themselves; most within one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public async Task DisconnectAsync(ConnectionRow calendar, CancellationToken cancellationToken)
    {
        await store.SwitchOffAsync(calendar.Id, cancellationToken);
        await WaitForWorkAsync(calendar, cancellationToken);
        await store.FenceAsync(calendar, cancellationToken);
        await channels.StopAsync(calendar.Id, cancellationToken);
        if (calendar.GrantId is { } grantId && await store.FindUnusedGrantAsync(grantId, cancellationToken) is { } grant)
        {
            string? error = await RevokeAsync(grant, cancellationToken);
            await store.EraseAsync(grantId, error, cancellationToken);
        }

        LogDisconnected(logger, calendar.Id);
    }

    // Only for the leases that are held now: other calendars of the company go on working.
    private async Task WaitForWorkAsync(ConnectionRow calendar, CancellationToken cancellationToken)
    {
        DateTimeOffset end = timeProvider.GetUtcNow() + Patience;
        IReadOnlyList<Guid> held = await store.FindLeasesAsync(calendar, cancellationToken);
        while (held.Count > 0 && timeProvider.GetUtcNow() < end)
        {
            await Task.Delay(BetweenLooks, timeProvider, cancellationToken);
            held = [.. held.Intersect(await store.FindLeasesAsync(calendar, cancellationToken))];
        }
    }

    private async Task<string?> RevokeAsync(Grant grant, CancellationToken cancellationToken)
    {
        if ((grant.RefreshToken ?? grant.AccessToken) is not { } sealedToken || await store.IsAccountUsedElsewhereAsync(grant, cancellationToken))
        {
            return null;
        }

        try
        {
            string token = vault.Open(sealedToken, grant.RefreshToken is null ? grant.AccessPlace : grant.RefreshPlace).Value;
            await oauth.RevokeAsync(token, cancellationToken);
            return null;
        }
        catch (GoogleApiException exception)
        {
            // The tokens go all the same: what Google still believes, nobody holds any more.
            LogNotRevoked(logger, grant.Id, exception.Reason);
            return "notRevoked";
        }
        catch (TokenVaultException exception)
        {
            LogNotRevoked(logger, grant.Id, exception.Fault.ToString());
            return "notRevoked";
        }
    }

    [LoggerMessage(1221, LogLevel.Information, "Connection {ConnectionId} is disconnected.")]
    private static partial void LogDisconnected(ILogger logger, Guid connectionId);

    [LoggerMessage(1222, LogLevel.Warning, "Google did not revoke grant {GrantId} ({Reason}); its tokens are erased here. The user can remove the access in the Google account.")]
    private static partial void LogNotRevoked(ILogger logger, Guid grantId, string reason);
}
