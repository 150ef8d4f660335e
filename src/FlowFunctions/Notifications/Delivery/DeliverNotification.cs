using FlowFunctions.Steps;
using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>
/// Delivers what the outbox puts in the queue. Where somebody is busy or away, the message is put in the queue again, to be seen when the back-off is over, or the wait that was asked for, at most
/// <see cref="MaximumPostponements"/> times: once for each wait, so that who asks for a long one keeps nobody else waiting. What fails otherwise, or still, is tried again by the queue, as often as
/// host.json says, and then given up to its poison queue.
/// </summary>
public sealed partial class DeliverNotification(NotificationDelivery delivery, StorageQueues queues, BackOff backOff, ILogger<DeliverNotification> logger)
{
    /// <summary>Takes about two minutes where nobody asks for longer waits.</summary>
    public const int MaximumPostponements = 8;

    [Function(nameof(DeliverNotification))]
    public async Task RunAsync([QueueTrigger(StorageQueues.NotificationsName)] string message, CancellationToken cancellationToken)
    {
        var read = NotificationMessageJson.Read(message)
            ?? throw new DeliveryFailedException($"A message of {message.Length} characters on queue {StorageQueues.NotificationsName} cannot be read.");
        try
        {
            await delivery.DeliverAsync(read, cancellationToken);
        }
        catch (DeliveryFailedException exception) when (exception.IsTransient && read.Postponements < MaximumPostponements)
        {
            // A crash from here to the end of this message leaves more of them; what one has delivered the others do not.
            foreach (var part in exception.Parts)
            {
                var next = part.Message with { Postponements = read.Postponements + 1 };
                var wait = backOff.Delay(next.Postponements, part.RetryAfter);
                await queues.Notifications.PutAsync(NotificationMessageJson.Write(next), wait, cancellationToken);
                LogPostponed(wait, part.Reason);
            }
        }
    }

    [LoggerMessage(1808, LogLevel.Warning, "What could not be delivered is tried again in {Wait}: {Reason}")]
    private partial void LogPostponed(TimeSpan wait, string reason);
}
