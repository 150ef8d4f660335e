using Microsoft.DurableTask.Client;

namespace FlowFunctions.Health;

/// <summary>The task hub, for the check of it: its client comes with an invocation and not from the container. Thread-safe.</summary>
public sealed class DurableHub
{
    /// <summary>No run has it: ids of runs are hex digits.</summary>
    private const string NoInstance = "health-probe";

    private volatile DurableTaskClient? _client;

    /// <summary>The client of the latest invocation that gave its own; null before the first.</summary>
    public DurableTaskClient? Client => _client;

    /// <summary>Takes an invocation's client; all are alike.</summary>
    public void Use(DurableTaskClient client) => _client = client;

    /// <summary>
    /// Asks for an instance that does not exist, which takes the Durable Task extension of the host and the hub's storage.
    /// </summary>
    public Task ProbeAsync(CancellationToken cancellationToken) =>
        (_client ?? throw new InvalidOperationException("No invocation has given its client yet.")).GetInstanceAsync(NoInstance, cancellationToken);
}
