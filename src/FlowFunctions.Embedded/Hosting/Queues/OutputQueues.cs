using System.Collections;
using System.Collections.Concurrent;
using Azure.Storage.Queues;
using FlowFunctions.Embedded.Hosting.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Embedded.Hosting.Queues;

/// <summary>Puts return values on the queues of [QueueOutput].</summary>
internal sealed class OutputQueues(HostPlan plan, IOptions<WorkerOptions> options)
{
    private readonly ConcurrentDictionary<string, Task<QueueClient>> _clients = new();

    /// <summary>Nothing where the function has no output or returned null. An array or list is sent message by message.</summary>
    public async Task SendAsync(DiscoveredFunction function, object? result, CancellationToken cancellationToken)
    {
        if (result is null || plan.QueueOutputs.FirstOrDefault(output => output.Function == function) is not { } output)
        {
            return;
        }

        var queue = await _clients.GetOrAdd(function.Name, _ => OpenAsync(output));
        foreach (var message in result is IEnumerable many and not (string or byte[] or BinaryData) ? many.Cast<object?>() : [result])
        {
            if (message is not null)
            {
                await queue.SendMessageAsync(Text(message), cancellationToken: cancellationToken);
            }
        }
    }

    private async Task<QueueClient> OpenAsync(QueuePlan output)
    {
        var queue = QueueClients.Open(output.ConnectionString, output.QueueName, plan.HostJson.Queues);
        await queue.CreateIfNotExistsAsync();
        return queue;
    }

    private BinaryData Text(object message) => message switch
    {
        BinaryData data => data,
        string text => BinaryData.FromString(text),
        byte[] bytes => BinaryData.FromBytes(bytes),
        _ => options.Value.Serializer!.Serialize(message, message.GetType()),
    };
}
