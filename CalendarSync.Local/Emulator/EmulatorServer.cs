using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Listing;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator;

/// <summary>Sorts requests to the parts of Google by path. Knows nothing of sockets: Kestrel and the in-process handler both come here.</summary>
internal sealed class EmulatorServer
{
    /// <summary>Path prefixes that belong to the emulator when it shares a web application with others.</summary>
    public static readonly IReadOnlyList<string> Prefixes =
        ["/calendar/v3", "/batch/calendar/v3", "/o/oauth2", "/token", "/revoke", "/tokeninfo", "/oauth2/v3", "/v1/userinfo", "/.well-known/openid-configuration", "/emulator"];

    private readonly ApiPipeline _api;

    public EmulatorServer(GoogleEmulator emulator) => _api = new ApiPipeline(emulator, new TokenCodec(emulator.Options.Seed));

    public Task<WireResponse> HandleAsync(WireRequest request, CancellationToken cancellationToken)
    {
        if (request.Path.StartsWith("/calendar/v3/", StringComparison.Ordinal))
        {
            return _api.HandleAsync(request, cancellationToken);
        }

        return Task.FromResult(GoogleErrors.NotFound.ToResponse());
    }
}
