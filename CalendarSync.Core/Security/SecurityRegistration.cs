using CalendarSync.Core.Configuration;
using CalendarSync.Core.Storage;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CalendarSync.Core.Security;

/// <summary>Registers who may do what, and how tokens are kept.</summary>
internal static class SecurityRegistration
{
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services.AddHttpClient(JwksKeys.ClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null })
            .RemoveAllLoggers();
        services.TryAddSingleton<TokenVault>();
        services.TryAddSingleton<JwksKeys>();
        services.TryAddSingleton<JwtVerifier>();
        services.TryAddSingleton(provider => new Callers(
            provider.GetRequiredService<CalendarSyncOptions>(), provider.GetRequiredService<JwtVerifier>(), provider.GetRequiredService<KeyVaultSecrets>()));
        services.TryAddSingleton(provider => new CompanyAccess(provider.GetRequiredService<Database>()));
        return services;
    }
}
