using CalendarSync.Core;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Simulation.Points;

internal static class OneThread
{
    /// <summary>A worker does one thing at a time, so that its points come in the same order each time.</summary>
    public static IServiceCollection AddSingletonPolicy(this IServiceCollection services) =>
        services.AddSingleton(new SyncPolicy { Parallelism = 1, ReadsAhead = false });
}
