using FlowFunctions.Steps;
using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>
/// Delivers what the outbox puts in the queue. Where somebody is busy or away, the message is put in the queue again, to be seen when the back-off is over, or the wait that was asked for, at most
/// <see cref="MaximumPostponements"/> times: once for each wait, so that who asks for a long one keeps nobody else waiting. What fails otherwise, or still, is tried again by the queue, as often as
/// host.json says, and then given up to its poison queue. Where storage is away, the queue is, too, and could not be given the message back: it would be seen ten minutes later (the trigger hides a
/// message for so long; Azure/azure-webjobs-sdk pull request 2172). So it is kept, and goes on when storage is there.
/// </summary>
public sealed partial class DeliverNotification(NotificationDelivery delivery, StorageQueues queues, BackOff backOff, TimeProvider time, ILogger<DeliverNotification> logger)
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
            await DeliverAsync(read, cancellationToken);
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

    private async Task DeliverAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        var isHeldUp = false;
        while (true)
        {
            try
            {
                await delivery.DeliverAsync(message, cancellationToken);
                return;
            }
            catch (DeliveryFailedException exception) when (exception.IsHeldUp && time.GetElapsedTime(since) < NotificationDelivery.KeepsFor)
            {
                if (!isHeldUp)
                {
                    LogHeldUp(exception.Message);
                    isHeldUp = true;
                }
            }

            await Task.Delay(NotificationDelivery.LooksAgainAfter, time, cancellationToken);
        }
    }

    [LoggerMessage(1811, LogLevel.Warning, "{Reason} It is tried again every ten seconds, for nine minutes.")]
    private partial void LogHeldUp(string reason);

    [LoggerMessage(1808, LogLevel.Warning, "What could not be delivered is tried again in {Wait}: {Reason}")]
    private partial void LogPostponed(TimeSpan wait, string reason);
}
