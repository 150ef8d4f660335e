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
        services.AddSingleton<RepairCounts>();
        services.AddHostedService<OutageWatch>();
        services.AddHealthChecks()
            .Add(Probe<StorageTables>("tables", (tables, token) => tables.Flows.GetEntityIfExistsAsync<TableEntity>("health", "probe", cancellationToken: token)))
            .Add(Probe<StorageQueues>("queues", (queues, token) => queues.RunRequests.GetPropertiesAsync(token)))
            .Add(Probe<StorageContainers>("blobs", (containers, token) => containers.Dumps.GetPropertiesAsync(cancellationToken: token)))
            .Add(Probe<DurableHub>("taskHub", (hub, token) => hub.ProbeAsync(token)));

        // It logs every failing reading as an error; ServiceHealth logs when one begins and ends to fail.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        return services;
    }

    private static HealthCheckRegistration Probe<T>(string name, Func<T, CancellationToken, Task> probe)
        where T : notnull =>
        new(
            name,
            services => new ProbeCheck(token => probe(services.GetRequiredService<T>(), token)),
            HealthStatus.Unhealthy,
            tags: null,
            ServiceHealth.Patience);
}
