using Azure.Data.Tables;
using FlowFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Health;

internal static class HealthRegistration
{
    /// <summary>Adds what probes ask for. Needs the storage. A feature with something of its own to check adds it with <c>AddHealthChecks().Add(…)</c>.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<DurableHub>();
        services.AddSingleton<ServiceHealth>();
        services.AddHostedService<OutageWatch>();
        services.AddHealthChecks()
            .Add(Probe("tables", provider =>
            {
                var table = provider.GetRequiredService<StorageTables>().Flows;
                return token => table.GetEntityIfExistsAsync<TableEntity>("health", "probe", cancellationToken: token);
            }))
            .Add(Probe("queues", provider =>
            {
                var queue = provider.GetRequiredService<StorageQueues>().RunRequests;
                return token => queue.GetPropertiesAsync(token);
            }))
            .Add(Probe("blobs", provider =>
            {
                var container = provider.GetRequiredService<StorageContainers>().Dumps;
                return token => container.GetPropertiesAsync(cancellationToken: token);
            }))
            .Add(new("taskHub", provider => new HubCheck(provider.GetRequiredService<DurableHub>()), HealthStatus.Unhealthy, tags: null, ServiceHealth.Patience));

        // It logs every failing reading as an error; ServiceHealth logs when one begins and ends to fail.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        return services;
    }

    private static HealthCheckRegistration Probe(string name, Func<IServiceProvider, Func<CancellationToken, Task>> probe) =>
        new(name, provider => new ProbeCheck(probe(provider)), HealthStatus.Unhealthy, tags: null, ServiceHealth.Patience);
}
