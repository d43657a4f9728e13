using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CalendarSync.Local.Emulator;

/// <summary>An emulator on a port of its own.</summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pushing;

    private EmulatorHost(WebApplication app, GoogleEmulator emulator)
    {
        _app = app;
        Emulator = emulator;
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        BaseAddress = new Uri(address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        _pushing = emulator.Options.AutomaticPush ? emulator.Push.RunAsync(_stop.Token) : Task.CompletedTask;
    }

    public GoogleEmulator Emulator { get; }

    public Uri BaseAddress { get; }

    /// <summary>For <c>GOOGLE_API_URL</c>.</summary>
    public string ApiUrl => new Uri(BaseAddress, "/calendar/v3").ToString();

    /// <summary>For <c>GOOGLE_AUTH_URL</c>.</summary>
    public string AuthUrl => new Uri(BaseAddress, "/o/oauth2/v2/auth").ToString();

    /// <summary>For <c>GOOGLE_TOKEN_URL</c>.</summary>
    public string TokenUrl => new Uri(BaseAddress, "/token").ToString();

    /// <summary>For <c>GOOGLE_REVOKE_URL</c>.</summary>
    public string RevokeUrl => new Uri(BaseAddress, "/revoke").ToString();

    /// <param name="emulator">Its state; disposed by whoever made it.</param>
    /// <param name="urls">As for Kestrel, several separated by semicolons; default: any free port of 127.0.0.1.</param>
    /// <param name="cancellationToken">Ends the attempt to start.</param>
    public static async Task<EmulatorHost> StartAsync(GoogleEmulator emulator, string urls = "http://127.0.0.1:0", CancellationToken cancellationToken = default)
    {
        // Nothing is read from the surroundings: hundreds of hosts in one test run watch no configuration files.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        WebApplication app = builder.Build();
        try
        {
            app.MapGoogleEmulator(emulator);
            await app.StartAsync(cancellationToken);
            return new EmulatorHost(app, emulator);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _pushing;
        }
        catch (OperationCanceledException)
        {
            // The loop ends by cancellation.
        }

        await _app.DisposeAsync();
        _stop.Dispose();
    }
}
