using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Definitions;

internal static class DefinitionsRegistration
{
    /// <summary>Adds the stores of what authors define. Needs the storage and the store of secrets.</summary>
    public static IServiceCollection AddDefinitions(this IServiceCollection services)
    {
        services.AddSingleton<FlowStore>();
        services.AddSingleton<IntegrationStore>();
        services.AddSingleton<Runnables>();
        services.AddSingleton<ConnectionStore>();
        services.AddSingleton<ConnectionSecrets>();
        services.AddSingleton<IntegrationSecrets>();
        services.AddSingleton<UnusedSecrets>();
        services.AddSingleton<IRepair>(provider => provider.GetRequiredService<UnusedSecrets>());
        services.AddSingleton<IRepair, EarlierRows>();
        services.AddHostedService<EndpointSecretsMigration>();
        return services;
    }
}
