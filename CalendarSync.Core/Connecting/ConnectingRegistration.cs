using CalendarSync.Core.Google;
using CalendarSync.Core.Google.OAuth;
using CalendarSync.Core.Security;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CalendarSync.Core.Connecting;

/// <summary>Registers how accounts are connected and how their tokens are kept alive.</summary>
internal static class ConnectingRegistration
{
    public static IServiceCollection AddConnecting(this IServiceCollection services)
    {
        services.AddHttpClient(GoogleOAuth.ClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null, ConnectTimeout = TimeSpan.FromSeconds(10) })
            .AddHttpMessageHandler(() => new TokenAnswerHandler())
            .RemoveAllLoggers();
        services.TryAddSingleton<GoogleOAuth>();
        services.TryAddSingleton<TokenStore>();
        services.TryAddSingleton<AccessTokens>();
        services.TryAddSingleton<IAccessTokens>(provider => provider.GetRequiredService<AccessTokens>());
        services.TryAddSingleton<OAuthStateStore>();
        services.TryAddSingleton<ConnectStore>();
        services.TryAddSingleton<Connector>();
        services.TryAddSingleton(provider => new ConnectFlow(
            provider.GetRequiredService<CalendarSyncOptions>(),
            provider.GetRequiredService<CompanyAccess>(),
            provider.GetRequiredService<OAuthStateStore>(),
            provider.GetRequiredService<ConnectStore>(),
            provider.GetRequiredService<GoogleOAuth>(),
            provider.GetRequiredService<Connector>(),
            provider.GetRequiredService<TokenVault>(),
            provider.GetRequiredService<IIdSource>()));
        services.TryAddSingleton<ConnectionAdminStore>();
        services.TryAddSingleton<DisconnectStore>();
        services.TryAddSingleton<Disconnector>();
        services.TryAddSingleton(provider => new ConnectionsAdmin(
            provider.GetRequiredService<CompanyAccess>(),
            provider.GetRequiredService<ConnectionAdminStore>(),
            provider.GetRequiredService<Disconnector>()));
        return services;
    }
}
