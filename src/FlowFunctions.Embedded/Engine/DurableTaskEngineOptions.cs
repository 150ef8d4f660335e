using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace FlowFunctions.Embedded.Engine;

/// <summary>How the durable task engine runs. Read once, at start-up.</summary>
internal sealed class DurableTaskEngineOptions
{
    /// <summary>
    /// The task hub: the prefix of the engine's tables ({hub}Instances, {hub}History) and of its blob container ({hub}-payloads).
    /// 3 to 45 letters and digits, a letter first.
    /// </summary>
    public string HubName { get; set; } = "FlowFunctions";

    /// <summary>The storage account, as a connection string.</summary>
    public string StorageConnectionString { get; set; } = "UseDevelopmentStorage=true";

    /// <summary>How many activities run at once: 1 to 10,000. Further ones wait their turn.</summary>
    public int MaxConcurrentActivities { get; set; } = 64;

    /// <summary>How long a hub stays its owner's from the last sign of life, as seen by another process: 1 second to 5 minutes.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client's call waits for this process to own the hub before it fails: 0 to 10 minutes.</summary>
    public TimeSpan ClientPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Serialises inputs, outputs, events and custom status.</summary>
    public DataConverter DataConverter { get; set; } = JsonDataConverter.Default;
}
