using CalendarSync.Core.Google;
using CalendarSync.Core.Google.OAuth;
using CalendarSync.Core.Security;

using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Connecting;

/// <summary>From a code to stored connections: exchange, compare the scopes, find out whose account it is, store, begin.</summary>
internal sealed partial class Connector(
    CalendarSyncOptions options,
    GoogleOAuth oauth,
    AccessTokens accessTokens,
    IGoogleCalendar google,
    ConnectStore store,
    TokenVault vault,
    IIdSource ids,
    TimeProvider timeProvider,
    IEnumerable<IAfterConnect> afterConnect,
    ILogger<Connector> logger)
{
    // A person waits in a browser; what is not done by then the timers do.
    private static readonly TimeSpan TimeForFirstSync = TimeSpan.FromSeconds(20);

    public async Task<ConnectReport> ConnectAsync(OAuthState state, string code, string verifier, CancellationToken cancellationToken)
    {
        GrantedTokens tokens;
        CalendarSelection selection;
        try
        {
            tokens = await oauth.ExchangeAsync(code, verifier, cancellationToken);
            IReadOnlyList<string> missing = OAuthScopes.Missing(tokens.Scopes);
            if (missing.Count > 0)
            {
                return new ConnectReport(ConnectResult.MissingScope, MissingScopes: missing);
            }

            using LentToken lent = accessTokens.Lend(tokens.AccessToken);
            selection = CalendarSelection.Of(options.Calendar, await google.ListCalendarsAsync(lent.Account, cancellationToken));
        }
        catch (GoogleApiException exception)
        {
            LogGoogleFailed(logger, state.CompanyId, exception.Fault, exception.Reason);
            return new ConnectReport(Meaning(exception));
        }

        return selection.Account is null || selection.Targets.Count == 0
            ? new ConnectReport(ConnectResult.NoCalendars, Invisible: selection.Invisible)
            : await StoreAsync(state, tokens, selection.Account, selection, cancellationToken);
    }

    private async Task<ConnectReport> StoreAsync(
        OAuthState state, GrantedTokens tokens, string account, CalendarSelection selection, CancellationToken cancellationToken)
    {
        var grant = new NewGrant(
            ids.NewId(),
            state.CompanyId,
            state.UserId,
            account,
            tokens.RefreshToken is null ? null : vault.Seal(tokens.RefreshToken, new SealContext(state.CompanyId, account, SealPurpose.RefreshToken)),
            vault.Seal(tokens.AccessToken, new SealContext(state.CompanyId, account, SealPurpose.AccessToken)),
            tokens.ExpiresAt,
            tokens.Scopes);
        StoreOutcome outcome = await store.SaveAsync(grant, selection.Targets, cancellationToken);
        if (outcome.Result is not ConnectResult.Connected)
        {
            LogRefused(logger, state.CompanyId, outcome.Result);
            return new ConnectReport(outcome.Result);
        }

        List<Guid> connections = [.. outcome.Connections.Select(connection => connection.ConnectionId).OfType<Guid>()];
        LogConnected(logger, state.CompanyId, connections.Count);
        await BeginAsync(connections, cancellationToken);
        return new ConnectReport(
            ConnectResult.Connected,
            [.. outcome.Connections.Where(connection => connection.ConnectionId is not null).Select(Name)],
            selection.Invisible,
            [.. outcome.Connections.Where(connection => connection.ConnectionId is null).Select(Name)]);
    }

    private async Task BeginAsync(IReadOnlyList<Guid> connections, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeForFirstSync, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        foreach (IAfterConnect next in afterConnect)
        {
            try
            {
                await next.StartAsync(connections, either.Token);
            }
#pragma warning disable CA1031 // Whatever happens here, the connection stands and the timers go on with it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogBeginFailed(logger, exception.GetType().Name, timeout.IsCancellationRequested);
            }
        }
    }

    private static string Name(StoredConnection connection) => connection.Calendar.Name ?? connection.Calendar.CalendarId;

    private static ConnectResult Meaning(GoogleApiException exception) => exception.Fault switch
    {
        GoogleFault.NeedsReauthorisation => ConnectResult.CodeRefused,
        GoogleFault.Operator => ConnectResult.OperatorNeeded,
        _ => ConnectResult.GoogleUnavailable,
    };

    [LoggerMessage(1211, LogLevel.Information, "Company {CompanyId} has connected {Count} calendars.")]
    private static partial void LogConnected(ILogger logger, Guid companyId, int count);

    [LoggerMessage(1212, LogLevel.Information, "A connection of company {CompanyId} was not stored: {Result}.")]
    private static partial void LogRefused(ILogger logger, Guid companyId, ConnectResult result);

    [LoggerMessage(1213, LogLevel.Warning, "Company {CompanyId} could not connect: {Fault} ({Reason}).")]
    private static partial void LogGoogleFailed(ILogger logger, Guid companyId, GoogleFault fault, string reason);

    [LoggerMessage(1214, LogLevel.Warning, "The first sync of a new connection stopped with {Failure} (out of time: {OutOfTime}); the timers take it up.")]
    private static partial void LogBeginFailed(ILogger logger, string failure, bool outOfTime);
}
