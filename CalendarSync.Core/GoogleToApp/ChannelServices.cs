using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>Registers push channels and the receiver of their messages.</summary>
internal static class ChannelServices
{
    /// <summary>Needs an <see cref="IPullTrigger"/> from elsewhere.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.TryAddSingleton<ChannelStore>();
        services.TryAddSingleton<WebhookStore>();
        services.TryAddSingleton<Channels>();
        services.TryAddSingleton(provider => new WatchService(provider.GetRequiredService<Channels>()));
        services.TryAddSingleton(provider => new Webhook(
            provider.GetRequiredService<WebhookStore>(),
            provider.GetRequiredService<IPullTrigger>(),
            provider.GetRequiredService<ILogger<Webhook>>()));
        return services;
    }
}
