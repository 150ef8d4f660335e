using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace FlowFunctions.Chaos.Judging;

/// <summary>What is left in the storage when all is over: nothing on the queues, and no orchestration that goes on.</summary>
/// <param name="connectionString">Of the storage itself, past all faults.</param>
/// <param name="hub">The task hub.</param>
internal sealed class Leftovers(string connectionString, string hub)
{
    private const string Notices = "notifications";

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly QueueServiceClient _queues = new(connectionString);

    /// <summary>Waits until nothing is left, or the time is over.</summary>
    /// <param name="patience">The most that is waited.</param>
    /// <param name="withHiddenNotices">Whether notices that a killed host had taken are waited for, which the queue trigger hides for ten minutes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is left then.</returns>
    public async Task<IReadOnlyList<string>> AwaitAsync(TimeSpan patience, bool withHiddenNotices, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var left = await ListAsync(withHiddenNotices, cancellationToken);
            if (left.Count == 0 || TimeProvider.System.GetElapsedTime(since) > patience)
            {
                return left;
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }
    }

    /// <summary>Notices that wait on their queue, hidden or not.</summary>
    public Task<int> CountNoticesAsync(CancellationToken cancellationToken) => CountAsync(Notices, cancellationToken);

    private async Task<IReadOnlyList<string>> ListAsync(bool withHiddenNotices, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        await foreach (var queue in _queues.GetQueuesAsync(cancellationToken: cancellationToken))
        {
            // The timers of runs that have ended stay hidden on the hub's queues until their time: the provider takes none back.
            var isCounted = !queue.Name.StartsWith(hub, StringComparison.OrdinalIgnoreCase) && (withHiddenNotices || queue.Name != Notices);
            var count = isCounted ? await CountAsync(queue.Name, cancellationToken) : (await _queues.GetQueueClient(queue.Name).PeekMessagesAsync(maxMessages: 32, cancellationToken)).Value.Length;
            if (count > 0)
            {
                left.Add($"{count} messages on queue {queue.Name}");
            }
        }

        await foreach (var instance in InstancesAsync("RuntimeStatus eq 'Running' or RuntimeStatus eq 'Pending' or RuntimeStatus eq 'ContinuedAsNew' or RuntimeStatus eq 'Suspended'", cancellationToken))
        {
            left.Add(instance);
        }

        return left;
    }

    private async Task<int> CountAsync(string queue, CancellationToken cancellationToken) =>
        (await _queues.GetQueueClient(queue).GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;

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
