using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using FlowFunctions.Settings;
using FlowFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Secrets;

internal static class SecretsRegistration
{
    /// <summary>Adds the store of secrets that the configuration chooses. Needs the storage.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddCheckedOptions<SecretsOptions>(SecretsOptions.Section);
        services.AddSingleton<ISecretStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<SecretsOptions>>();
            var time = provider.GetRequiredService<TimeProvider>();
            var tables = provider.GetRequiredService<StorageTables>();
            return options.Value.KeyVaultUri.Length > 0
                ? new KeyVaultSecretStore(Connect(options.Value), tables.Connections.Uri.AbsoluteUri, time)
                : new TableSecretStore(tables, options, time, provider.GetRequiredService<ILogger<TableSecretStore>>());
        });
        return services;
    }

    private static SecretClient Connect(SecretsOptions options)
    {
        // As for storage: a caller who waits is better told to come back than kept for a minute.
        var client = new SecretClientOptions
        {
            Retry = { Mode = RetryMode.Exponential, MaxRetries = 4, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(2), NetworkTimeout = TimeSpan.FromSeconds(15) },
        };
        return new(new Uri(options.KeyVaultUri), ServiceIdentity.Of(options.ClientId), client);
    }
}
