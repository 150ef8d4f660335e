using FlowFunctions.Embedded.Engine;
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

    /// <summary>Waits until the client of the function can do something: until this process owns the task hub. At once where the function has no client.</summary>
    public async Task WhenServingAsync(DiscoveredFunction function, CancellationToken cancellationToken)
    {
        for (var isServing = !function.DurableClients.Any(); !isServing;)
        {
            try
            {
                await services.GetRequiredService<DurableTaskEngine>().SessionAsync(cancellationToken);
                isServing = true;
            }
            catch (TimeoutException)
            {
                // Another process owns it. The engine says so in the log, and goes on waiting.
            }
        }
    }
}
