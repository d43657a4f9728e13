using System.Text;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Configuration;

/// <summary>Before anything is served: faulty settings, or a vault that cannot be read, stop the host here.</summary>
internal sealed partial class StartupCheck(CalendarSyncOptions options, KeyVaultSecrets vault, ILogger<StartupCheck> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await vault.LoadAsync(cancellationToken);
        if (options.AuthJwtSecret is { } secret && Encoding.UTF8.GetByteCount(secret) < 32)
        {
            LogShortSecret(logger);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1001, LogLevel.Warning, "AUTH_JWT_SECRET has less than 32 bytes, which is less than HS256 asks for.")]
    private static partial void LogShortSecret(ILogger logger);
}
