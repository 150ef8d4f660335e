using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddFlowStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidation>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => TableServiceClientFactory.Create(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<StorageTables>();
        services.AddSingleton<StorageReadiness>();
        services.AddHostedService<StorageSetup>();
        return services;
    }
}
