using System.Text;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Configuration;

/// <summary>Asks for the options before anything is served: faulty ones stop the host here.</summary>
internal sealed partial class StartupCheck(CalendarSyncOptions options, ILogger<StartupCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.AuthJwtSecret is { } secret && Encoding.UTF8.GetByteCount(secret) < 32)
        {
            LogShortSecret(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1001, LogLevel.Warning, "AUTH_JWT_SECRET has less than 32 bytes, which is less than HS256 asks for.")]
    private static partial void LogShortSecret(ILogger logger);
}
