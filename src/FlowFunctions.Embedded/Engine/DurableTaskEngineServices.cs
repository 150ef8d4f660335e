using FlowFunctions.Embedded.Engine.Leases;
using FlowFunctions.Embedded.Engine.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Embedded.Engine;

internal static class DurableTaskEngineServices
{
    /// <summary>
    /// Adds the engine as a hosted service, and a <see cref="DurableTaskClient"/>. An <see cref="IDurableFunctions"/> must be registered too; a
    /// <see cref="TimeProvider"/> may be.
    /// </summary>
    public static IServiceCollection AddDurableTaskEngine(this IServiceCollection services, Action<DurableTaskEngineOptions>? configure = null)
    {
        services.AddOptions<DurableTaskEngineOptions>().ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DurableTaskEngineOptions>, DurableTaskEngineOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IOwnerProcesses, OwnerProcesses>();
        services.TryAddSingleton(provider => new HubClients(provider.GetRequiredService<IOptions<DurableTaskEngineOptions>>().Value));
        services.TryAddSingleton<DurableTaskEngine>();
        services.AddHostedService(provider => provider.GetRequiredService<DurableTaskEngine>());
        services.TryAddSingleton<DurableTaskClient, EmbeddedDurableTaskClient>();
        return services;
    }
}
