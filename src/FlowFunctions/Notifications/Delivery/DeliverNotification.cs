using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Delivers what the outbox puts in the queue. A delivery that fails is tried again by the queue, as often as host.json says, and then given up to its poison queue.</summary>
public sealed class DeliverNotification(NotificationDelivery delivery)
{
    [Function(nameof(DeliverNotification))]
    public Task RunAsync([QueueTrigger(StorageQueues.NotificationsName)] string message, CancellationToken cancellationToken) =>
        NotificationMessageJson.Read(message) is { } read
            ? delivery.DeliverAsync(read, cancellationToken)
            : throw new DeliveryFailedException($"A message of {message.Length} characters on queue {StorageQueues.NotificationsName} cannot be read.");
}
