using Azure.Storage.Queues;

namespace FlowFunctions.Storage;

/// <summary>The application's queues. Their names are fixed, because the Functions host reads them from the triggers. They are created at start-up.</summary>
public sealed class StorageQueues(QueueServiceClient account)
{
    public const string RunRequestsName = "run-requests";
    public const string NotificationsName = "notifications";

    /// <summary>Runs that schedules ask for.</summary>
    public QueueClient RunRequests { get; } = account.GetQueueClient(RunRequestsName);

    /// <summary>Messages about runs that have ended, to be delivered.</summary>
    public QueueClient Notifications { get; } = account.GetQueueClient(NotificationsName);

    public IReadOnlyList<QueueClient> All => [RunRequests, Notifications];
}
