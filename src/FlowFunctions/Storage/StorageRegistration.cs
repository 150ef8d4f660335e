using FlowFunctions.Settings;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FlowFunctions.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddFlowStorage(this IServiceCollection services)
    {
        services.AddCheckedOptions<StorageOptions>(StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new StorageAccount(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => provider.GetRequiredService<StorageAccount>().CreateTableClient());
        services.AddSingleton(provider => provider.GetRequiredService<StorageAccount>().CreateQueueClient());
        services.AddSingleton(provider => provider.GetRequiredService<StorageAccount>().CreateBlobClient());
        services.AddSingleton<StorageTables>();
        services.AddSingleton<StorageQueues>();
        services.AddSingleton<IFunctionMetadataTransformer, QueueNames>();
        services.AddSingleton<StorageContainers>();
        services.AddSingleton<StorageReadiness>();
        services.AddHostedService<StorageSetup>();
        return services;
    }
}
