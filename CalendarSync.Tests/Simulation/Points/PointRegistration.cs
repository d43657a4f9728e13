using CalendarSync.Core.Storage;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace CalendarSync.Tests.Simulation.Points;

internal static class PointRegistration
{
    /// <summary>Lets a worker be stopped at every point.</summary>
    public static IServiceCollection Watch(this IServiceCollection services, IPoints points)
    {
        services.AddSingleton<IDatabaseObserver>(new WatchedDatabase(points));
        services.Configure<HttpClientFactoryOptions>(
            "IGoogleCalendar", o => o.HttpMessageHandlerBuilderActions.Add(b => b.AdditionalHandlers.Add(new WatchedCalls(points))));
        return services;
    }
}
