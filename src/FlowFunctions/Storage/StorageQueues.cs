using Azure.Storage.Queues;

namespace FlowFunctions.Storage;

/// <summary>The application's queues. Their names are fixed, because the Functions host reads them from the triggers. They are created at start-up.</summary>
public sealed class StorageQueues(QueueServiceClient account)
{
    public const string RunRequestsName = "run-requests";
    public const string NotificationsName = "notifications";

    /// <summary>As the Functions host names the queue for what failed at every try.</summary>
    public const string PoisonSuffix = "-poison";

    /// <summary>Runs that schedules ask for.</summary>
    public QueueClient RunRequests { get; } = account.GetQueueClient(RunRequestsName);

    /// <summary>Messages about runs that have ended, to be delivered.</summary>
    public QueueClient Notifications { get; } = account.GetQueueClient(NotificationsName);

    /// <summary>With those for messages that failed at every try: both have triggers, and a trigger that asks for a queue that is not there is told so at every poll.</summary>
    public IReadOnlyList<QueueClient> All { get; } =
    [
        .. from name in new[] { RunRequestsName, NotificationsName }
           from queue in new[] { name, name + PoisonSuffix }
           select account.GetQueueClient(queue),
    ];
}
