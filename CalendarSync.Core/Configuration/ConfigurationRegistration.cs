using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CalendarSync.Core.Configuration;

/// <summary>Registers the options, their check at start, and the vault.</summary>
internal static class ConfigurationRegistration
{
    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(_ => CalendarSyncOptions.Read(configuration));
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.TryAddSingleton<Func<Uri, SecretClient>>(provider => vault => new SecretClient(
            KeyVaultTransport.AddressFor(vault),
            provider.GetRequiredService<TokenCredential>(),
            KeyVaultTransport.Options(KeyVaultTransport.Handler(vault), SettingAddress.IsLoopback(vault))));
        services.TryAddSingleton<KeyVaultSecrets>();
        services.AddHostedService<StartupCheck>();
        return services;
    }
}
