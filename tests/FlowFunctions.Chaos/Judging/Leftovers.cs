using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace FlowFunctions.Chaos.Judging;

/// <summary>What is left in the storage when all is over: nothing on the queues, and no orchestration that goes on.</summary>
/// <param name="connectionString">Of the storage itself, past all faults.</param>
/// <param name="hub">The task hub.</param>
internal sealed class Leftovers(string connectionString, string hub)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Waits until nothing is left, or the time is over.</summary>
    /// <returns>What is left then.</returns>
    public async Task<IReadOnlyList<string>> AwaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var left = await ListAsync(cancellationToken);
            if (left.Count == 0 || TimeProvider.System.GetElapsedTime(since) > patience)
            {
                return left;
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var left = new List<string>();
        var queues = new QueueServiceClient(connectionString);
        await foreach (var queue in queues.GetQueuesAsync(cancellationToken: cancellationToken))
        {
            var properties = await queues.GetQueueClient(queue.Name).GetPropertiesAsync(cancellationToken);
            if (properties.Value.ApproximateMessagesCount > 0)
            {
                left.Add($"{properties.Value.ApproximateMessagesCount} messages on queue {queue.Name}");
            }
        }

        await foreach (var instance in InstancesAsync("RuntimeStatus eq 'Running' or RuntimeStatus eq 'Pending' or RuntimeStatus eq 'ContinuedAsNew' or RuntimeStatus eq 'Suspended'", cancellationToken))
        {
            left.Add(instance);
        }

        return left;
    }

    /// <summary>Orchestrations that ended as failed, or were ended from outside.</summary>
    public async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken cancellationToken)
    {
        var broken = new List<string>();
        await foreach (var instance in InstancesAsync("RuntimeStatus eq 'Failed' or RuntimeStatus eq 'Terminated' or RuntimeStatus eq 'Canceled'", cancellationToken))
        {
            broken.Add(instance);
        }

        return broken;
    }

    /// <summary>By the provider's own table: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-azure-storage-provider#instances-table</summary>
    private async IAsyncEnumerable<string> InstancesAsync(string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var instances = new TableServiceClient(connectionString).GetTableClient($"{hub}Instances");
        await foreach (var instance in instances.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return $"orchestration {instance.PartitionKey} ({instance.GetString("Name")}) is {instance.GetString("RuntimeStatus")}";
        }
    }
}
