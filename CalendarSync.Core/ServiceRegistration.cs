using CalendarSync.Core.Configuration;
using CalendarSync.Core.Connecting;
using CalendarSync.Core.Google;
using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Notifications;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

using Npgsql;

namespace CalendarSync.Core;

/// <summary>Registers the whole of CalendarSync; the Azure app and <c>CalendarSync.Local</c> both start from here.</summary>
public static class ServiceRegistration
{
    /// <summary>
    /// Adds every service that the trigger classes ask for. Faulty settings stop the host when it starts, with
    /// <see cref="CalendarSyncConfigurationException"/>.
    /// </summary>
    /// <param name="services">The host's services. What is registered before (a clock, say) is kept.</param>
    /// <param name="configuration">Settings by the names of the settings table in the README.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddCalendarSync(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource, RandomIdSource>();
        services.TryAddSingleton<IJitter, RandomJitter>();
        services.AddSettings(configuration);
        services.TryAddSingleton(provider => NpgsqlDataSource.Create(provider.GetRequiredService<CalendarSyncOptions>().DatabaseUrl));
        services.TryAddSingleton(provider => new Database(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<IDatabaseObserver>()));
        services.AddGoogleCalendar();
        services.AddChannels();
        services.AddSecurity();
        services.AddConnecting();
        services.AddEngine();
        services.AddNotifications();
        return services;
    }
}
