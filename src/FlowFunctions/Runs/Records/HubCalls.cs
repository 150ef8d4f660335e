using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Calls of the task hub that keep nobody's request waiting for longer than storage may (<see cref="StoragePatience"/>).</summary>
internal static class HubCalls
{
    /// <summary>Null where there is no such instance.</summary>
    /// <exception cref="StorageSilentException">No answer for as long as the caller can be kept waiting.</exception>
    public static Task<OrchestrationMetadata?> FindAsync(this DurableTaskClient client, string instanceId, CancellationToken cancellationToken) =>
        StoragePatience.LimitAsync(token => client.GetInstanceAsync(instanceId, token), cancellationToken);

    /// <summary>With its input and its custom status; null where there is no such instance.</summary>
    /// <exception cref="StorageSilentException">No answer for as long as the caller can be kept waiting.</exception>
    public static Task<OrchestrationMetadata?> FindWholeAsync(this DurableTaskClient client, string instanceId, CancellationToken cancellationToken) =>
        StoragePatience.LimitAsync(token => client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, token), cancellationToken);
}
