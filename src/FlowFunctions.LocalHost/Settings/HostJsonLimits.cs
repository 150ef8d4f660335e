using System.Globalization;
using FlowFunctions.LocalHost.Checks;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>
/// The ranges of host.json's values. The extensions throw at what is outside of them, mostly without saying what would be inside, and some only when the value is used.
/// </summary>
internal static class HostJsonLimits
{
    /// <summary>By path, with dots, ignoring case.</summary>
    public static IReadOnlyDictionary<string, HostJsonLimit> ByPath { get; } = new Dictionary<string, HostJsonLimit>(StringComparer.OrdinalIgnoreCase)
    {
        // QueuesOptions.cs of azure-sdk-for-net; a message is hidden for 7 days at the most: https://learn.microsoft.com/rest/api/storageservices/get-messages.
        ["extensions.queues.batchSize"] = Number(1, 32),
        ["extensions.queues.newBatchThreshold"] = Number(0),
        ["extensions.queues.maxDequeueCount"] = Number(1),
        ["extensions.queues.maxPollingInterval"] = Time(TimeSpan.FromMilliseconds(100)),
        ["extensions.queues.visibilityTimeout"] = Time(TimeSpan.Zero, TimeSpan.FromDays(7)),

        // DurableTaskOptions.cs and AzureStorageOptions.cs of azure-functions-durable-extension. Of the work items' time-out the provider says nothing, yet below a
        // minute its renewals, half a minute before the end, become a busy loop (TaskActivityDispatcher.cs of durabletask); and so do its polls, at an interval of none.
        ["extensions.durableTask.maxConcurrentActivityFunctions"] = Number(1),
        ["extensions.durableTask.maxConcurrentOrchestratorFunctions"] = Number(1),
        ["extensions.durableTask.maxConcurrentEntityFunctions"] = Number(1),
        ["extensions.durableTask.maxEntityOperationBatchSize"] = Number(1),
        ["extensions.durableTask.storageProvider.partitionCount"] = Number(1, 16),
        ["extensions.durableTask.storageProvider.controlQueueBatchSize"] = Number(1, 32),
        ["extensions.durableTask.storageProvider.controlQueueBufferThreshold"] = Number(1, 1000),
        ["extensions.durableTask.storageProvider.controlQueueVisibilityTimeout"] = Time(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(60)),
        ["extensions.durableTask.storageProvider.workItemQueueVisibilityTimeout"] = Time(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(60)),
        ["extensions.durableTask.storageProvider.maxQueuePollingInterval"] = Time(TimeSpan.FromMilliseconds(1)),

        // SingletonOptions.cs of azure-webjobs-sdk: a lock is a blob's lease.
        ["singleton.lockPeriod"] = Time(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)),
        ["singleton.listenerLockPeriod"] = Time(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)),
        ["singleton.lockAcquisitionTimeout"] = Time(TimeSpan.FromMilliseconds(1)),
        ["singleton.lockAcquisitionPollingInterval"] = Time(TimeSpan.FromMilliseconds(500)),
        ["singleton.listenerLockRecoveryPollingInterval"] = Time(TimeSpan.FromSeconds(15)),

        ["extensions.http.maxOutstandingRequests"] = Number(-1),
        ["extensions.http.maxConcurrentRequests"] = Number(-1),
    };

    private static HostJsonLimit Number(int least, int? most = null) =>
        new(
            most is null ? string.Create(CultureInfo.InvariantCulture, $"to {least} or more") : string.Create(CultureInfo.InvariantCulture, $"between {least} and {most}"),
            text => int.Parse(text, CultureInfo.InvariantCulture) is var value && value >= least && (most is null || value <= most));

    private static HostJsonLimit Time(TimeSpan least, TimeSpan? most = null) =>
        new(
            most is null ? $"to {Words.Of(least)} or more" : $"between {Words.Of(least)} and {Words.Of(most.Value)}",
            text => TimeSpan.Parse(text, CultureInfo.InvariantCulture) is var value && value >= least && (most is null || value <= most));
}
