using System.Net;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CalendarSync.Core.Google;

/// <summary>Registers the calendar client and what it counts and measures.</summary>
internal static class GoogleServices
{
    /// <summary>Needs an <see cref="IAccessTokens"/> from elsewhere.</summary>
    public static IServiceCollection AddGoogleCalendar(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new GoogleClientOptions(provider.GetRequiredService<CalendarSyncOptions>().GoogleApiUrl));
        services.TryAddSingleton(new RateBudgetOptions());
        services.TryAddSingleton<RateBudget>();
        services.TryAddSingleton<ServerClock>();
        services.AddHttpClient<IGoogleCalendar, GoogleCalendarClient>(Configure)
            .ConfigurePrimaryHttpMessageHandler(NewHandler)
            // The client lives as long as its singletons; the handler renews its connections by itself.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // They would log the addresses of calls, and those hold calendar ids, which are mail addresses.
            .RemoveAllLoggers();
        return services;
    }

    internal static void Configure(HttpClient http)
    {
        // Google compresses only for agents that say the word.
        http.DefaultRequestHeaders.UserAgent.ParseAdd("CalendarSync (gzip)");
        http.DefaultRequestVersion = HttpVersion.Version20;
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        // Each call has a limit of its own, which covers the body too.
        http.Timeout = Timeout.InfiniteTimeSpan;
    }

    internal static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 64,
        // The framework's own spans would hold the addresses of calls too.
        ActivityHeadersPropagator = null,
    };
}
