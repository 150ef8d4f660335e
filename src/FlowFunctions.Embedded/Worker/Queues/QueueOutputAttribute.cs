using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Puts the return value, where it is not null, on a storage queue: strings as they are, others as JSON, arrays message by message.</summary>
public sealed class QueueOutputAttribute : OutputBindingAttribute
{
    /// <param name="queueName">The queue; <c>%Setting%</c> reads its name from the configuration.</param>
    public QueueOutputAttribute(string queueName) => QueueName = queueName;

    public string QueueName { get; }

    /// <summary>The setting with the connection string; null is AzureWebJobsStorage.</summary>
    public string? Connection { get; set; }
}
