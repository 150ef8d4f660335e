using Azure.Storage.Queues;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Storage;

/// <summary>
/// The application's queues. Their triggers have the names of an installation without a prefix; <see cref="QueueNames"/> tells the Functions host the others. They are created at start-up.
/// </summary>
public sealed class StorageQueues
{
    public const string RunRequestsName = "run-requests";
    public const string NotificationsName = "notifications";

    /// <summary>Where the Functions host moves messages of <see cref="RunRequestsName"/> that failed too often.</summary>
    public const string RunRequestsPoisonName = RunRequestsName + "-poison";

    /// <summary>The same of <see cref="NotificationsName"/>.</summary>
    public const string NotificationsPoisonName = NotificationsName + "-poison";

    public StorageQueues(QueueServiceClient account, IOptions<StorageOptions> options)
    {
        var prefix = options.Value.StoragePrefix;
        RunRequests = account.GetQueueClient(NameOf(RunRequestsName, prefix));
        Notifications = account.GetQueueClient(NameOf(NotificationsName, prefix));
        All = [RunRequests, account.GetQueueClient(NameOf(RunRequestsPoisonName, prefix)), Notifications, account.GetQueueClient(NameOf(NotificationsPoisonName, prefix))];
    }

    /// <summary>Runs that schedules ask for.</summary>
    public QueueClient RunRequests { get; }

    /// <summary>Messages about runs that have ended, to be delivered.</summary>
    public QueueClient Notifications { get; }

    /// <summary>With the poison queues, which the host would make with their first message: until then each look of their triggers is an error in the log.</summary>
    public IReadOnlyList<QueueClient> All { get; }

    /// <summary>
    /// A queue's name in an installation with <see cref="StorageOptions.StoragePrefix"/>: lower case letters, digits and hyphens alone, at most 63
    /// (https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata).
    /// </summary>
    public static string NameOf(string queue, string prefix) => prefix.Length == 0 ? queue : $"{prefix.ToLowerInvariant()}-{queue}";
}
