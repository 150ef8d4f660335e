using Azure.Storage.Queues;

namespace FlowFunctions.Storage;

/// <summary>The application's queues. Their names are fixed, because the Functions host reads them from the triggers. They are created at start-up.</summary>
public sealed class StorageQueues(QueueServiceClient account)
{
    public const string RunRequestsName = "run-requests";
    public const string NotificationsName = "notifications";

    /// <summary>Where the Functions host moves messages of <see cref="RunRequestsName"/> that failed too often.</summary>
    public const string RunRequestsPoisonName = RunRequestsName + "-poison";

    /// <summary>The same of <see cref="NotificationsName"/>.</summary>
    public const string NotificationsPoisonName = NotificationsName + "-poison";

    /// <summary>Runs that schedules ask for.</summary>
    public QueueClient RunRequests { get; } = account.GetQueueClient(RunRequestsName);

    /// <summary>Messages about runs that have ended, to be delivered.</summary>
    public QueueClient Notifications { get; } = account.GetQueueClient(NotificationsName);

    /// <summary>With the poison queues, which the host would make with their first message: until then each look of their triggers is an error in the log.</summary>
    public IReadOnlyList<QueueClient> All => [RunRequests, account.GetQueueClient(RunRequestsPoisonName), Notifications, account.GetQueueClient(NotificationsPoisonName)];
}
