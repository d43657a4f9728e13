using CalendarSync.Local.Emulator.Admin;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Calls;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Local.Emulator.Listing;
using CalendarSync.Local.Emulator.OAuth;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator;

/// <summary>Sorts requests to the parts of Google by path. Knows nothing of sockets: Kestrel and the in-process handler both come here.</summary>
internal sealed class EmulatorServer
{
    /// <summary>Path prefixes that belong to the emulator when it shares a web application with others.</summary>
    public static readonly IReadOnlyList<string> Prefixes =
        ["/calendar/v3", "/batch/calendar/v3", "/o/oauth2", "/token", "/revoke", "/tokeninfo", "/oauth2/v3", "/v1/userinfo", "/.well-known/openid-configuration", "/emulator"];

    private readonly GoogleEmulator _emulator;
    private readonly ApiPipeline _api;
    private readonly BatchEndpoint _batch;
    private readonly ConsentEndpoint _consent;
    private readonly TokenEndpoint _tokens;
    private readonly AdminApi _admin;

    public EmulatorServer(GoogleEmulator emulator)
    {
        _emulator = emulator;
        _api = new ApiPipeline(emulator, new TokenCodec(emulator.Options.Seed));
        _batch = new BatchEndpoint(emulator, _api);
        _consent = new ConsentEndpoint(emulator);
        _tokens = new TokenEndpoint(emulator);
        _admin = new AdminApi(emulator);
    }

    public Task<WireResponse> HandleAsync(WireRequest request, CancellationToken cancellationToken)
    {
        if (request.Path.StartsWith("/calendar/v3/", StringComparison.Ordinal))
        {
            return _api.HandleAsync(request, cancellationToken);
        }

        if (request.Path.StartsWith("/emulator", StringComparison.Ordinal))
        {
            return _admin.HandleAsync(request, cancellationToken);
        }

        return (request.Method, request.Path) switch
        {
            ("POST", "/batch/calendar/v3") => CountAsync("batch", request, () => _batch.ServeAsync(request, cancellationToken), cancellationToken),
            ("GET", "/o/oauth2/v2/auth") => CountAsync("oauth.auth", request, _consent.Show, cancellationToken),
            ("POST", "/o/oauth2/v2/auth") => CountAsync("oauth.consent", request, _consent.Submit, cancellationToken),
            ("POST", "/token") => CountAsync("oauth.token", request, _tokens.Token, cancellationToken),
            ("POST", "/revoke") => CountAsync("oauth.revoke", request, _tokens.Revoke, cancellationToken),
            ("GET" or "POST", "/tokeninfo") => CountAsync("oauth.tokeninfo", request, _tokens.Info, cancellationToken),
            ("GET", "/oauth2/v3/userinfo" or "/v1/userinfo") => CountAsync("oauth.userinfo", request, r => IdTokens.UserInfo(_emulator, r), cancellationToken),
            ("GET", "/oauth2/v3/certs") => Task.FromResult(IdTokens.Certificates()),
            ("GET", "/.well-known/openid-configuration") => Task.FromResult(IdTokens.Discovery(request.Origin)),
            _ => Task.FromResult(GoogleErrors.NotFound.ToResponse()),
        };
    }

    private Task<WireResponse> CountAsync(string method, WireRequest request, Func<WireRequest, WireResponse> serve, CancellationToken cancellationToken) => CountAsync(
        method, request,
        () =>
        {
            WireResponse answer = serve(request);
            return ValueTask.FromResult(new ServedCall(answer, answer.Status < 400, Fault: null));
        },
        cancellationToken);

    /// <summary>These calls cost no quota and change no calendar, but they are counted and can fail as the others.</summary>
    private async Task<WireResponse> CountAsync(string method, WireRequest request, Func<ValueTask<ServedCall>> serve, CancellationToken cancellationToken)
    {
        CallInfo info = new(
            _emulator.Calls.NextNumber(), method, IsWrite: false, Account: null, CalendarId: null, EventId: null, QueryParameters.Parse(request.Query), request);
        ServedCall served = await FaultStage.RunAsync(_emulator, info, serve, cancellationToken);
        _emulator.Calls.Add(new CallRecord(
            info.Number, _emulator.Clock.Now, method, request.Method, Account: null, CalendarId: null, EventId: null,
            served.Answer.Break == WireBreak.BeforeAnswer ? 0 : served.Answer.Status, Units: 0, IsWrite: false, served.Applied, served.Fault));
        return served.Answer;
    }
}
