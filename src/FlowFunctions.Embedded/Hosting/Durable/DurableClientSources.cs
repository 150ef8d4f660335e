using FlowFunctions.Embedded.Hosting.Functions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Embedded.Hosting.Durable;

/// <summary>Fills [DurableClient] parameters.</summary>
internal sealed class DurableClientSources(IServiceProvider services)
{
    public Dictionary<string, object?> For(DiscoveredFunction function) =>
        function.DurableClients.ToDictionary(
            parameter => parameter.Name ?? "",
            object? (_) => services.GetRequiredService<DurableTaskClient>());
}
