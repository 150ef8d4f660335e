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

    /// <summary>As for storage, and of the same patience: a request that needs both waits for them together.</summary>
    internal static SecretClientOptions ClientOptions() => StorageAccount.Configure(new SecretClientOptions());

    private static SecretClient Connect(SecretsOptions options) => new(new Uri(options.KeyVaultUri), ServiceIdentity.Of(options.ClientId), ClientOptions());
}
