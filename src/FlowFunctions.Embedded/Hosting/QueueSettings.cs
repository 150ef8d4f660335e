namespace FlowFunctions.Embedded.Hosting;

/// <summary>How queue triggers work, from host.json extensions.queues.</summary>
internal sealed record QueueSettings
{
    /// <summary>How many messages are fetched at once: 1 to 32. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>With so many messages of a function still running, the next batch is fetched. Default half a batch.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>How often a message is tried before it goes to the poison queue. Default 5.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long after a failure a message is tried again. Default at once.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.Zero;

    /// <summary>The longest wait between two looks into an empty queue. Default 1 minute.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether message texts are base64 in the queue. Default yes.</summary>
    public bool IsBase64 { get; init; } = true;
}
