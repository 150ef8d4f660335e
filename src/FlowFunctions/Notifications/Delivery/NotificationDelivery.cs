using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Takes a message all the ways that it has to go, each once, however often the message is delivered from the queue.</summary>
public sealed partial class NotificationDelivery(
    IEnumerable<IDeliveryChannel> channels, DeliveryPlan plan, DeliveryLog log, TimeProvider time, ILogger<NotificationDelivery> logger)
{
    /// <summary>For how long what storage holds up is tried again: less than the ten minutes for which the trigger hides the message from others.</summary>
    public static readonly TimeSpan KeepsFor = TimeSpan.FromMinutes(9);

    /// <summary>From one such try to the next.</summary>
    public static readonly TimeSpan LooksAgainAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<DeliveryKind, IDeliveryChannel> _channels = channels.ToDictionary(channel => channel.Kind);
    private readonly StorageWait _storage = new(KeepsFor, time, logger);

    /// <summary>Makes the deliveries that are not done yet, all at once; one that fails does not keep the others.</summary>
    /// <exception cref="DeliveryFailedException">Some have failed; all are named, with why. It is transient where one of them is. Its parts ask for one time each.</exception>
    public async Task DeliverAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        var deliveries = plan.Of(message);
        var faults = await Task.WhenAll(deliveries.Select(delivery => TryDeliverAsync(message, delivery, cancellationToken)));
        var failed = deliveries.Zip(faults).Where(pair => pair.Second is not null).Select(pair => (Delivery: pair.First, Fault: pair.Second!)).ToList();
        if (failed.Count > 0)
        {
            throw new DeliveryFailedException(Say(message, failed.Select(pair => pair.Fault)))
            {
                IsTransient = failed.Exists(pair => pair.Fault.IsTransient),
                IsHeldUp = failed.TrueForAll(pair => pair.Fault.IsHeldUp),
                Parts = [.. failed.GroupBy(pair => pair.Fault.RetryAfter).Select(part => PartOf(message, part.Key, [.. part]))],
            };
        }
    }

    private static string Say(NotificationMessage message, IEnumerable<DeliveryFailedException> faults) =>
        $"Message {message.Id} about run {message.Notice.RunId}: {string.Join("; ", faults.Select(fault => fault.Message))}.";

    /// <summary>Those who ask for no time come at that of the message. What it has reached it does not reach again, whomever it names.</summary>
    private static UndeliveredPart PartOf(NotificationMessage message, TimeSpan? retryAfter, List<(DeliveryRoute Delivery, DeliveryFailedException Fault)> failed) => new(
        message with
        {
            WebhooksOnly = failed.TrueForAll(pair => pair.Delivery.Kind == DeliveryKind.Webhook),
            Webhooks = [.. failed.Where(pair => pair.Delivery.Kind == DeliveryKind.Webhook).Select(pair => pair.Delivery.Recipient)],
        },
        retryAfter,
        Say(message, failed.Select(pair => pair.Fault)));

    /// <returns>Null where it is delivered; otherwise which one was not, and why.</returns>
    private async Task<DeliveryFailedException?> TryDeliverAsync(NotificationMessage message, DeliveryRoute delivery, CancellationToken cancellationToken)
    {
        try
        {
            if (await log.TryClaimAsync(message, delivery, cancellationToken) is not { } claim)
            {
                return null;
            }

            await SendAsync(message, delivery, claim, cancellationToken);

            // It is handed over: only that must be put on record, or it would be again.
            await _storage.ForAsync(() => log.CompleteAsync(claim, cancellationToken), cancellationToken);
            LogDelivered(message.Id, delivery.Kind);
            return null;
        }
        catch (DeliveryFailedException exception)
        {
            return new($"{delivery}: {exception.Message}") { IsTransient = exception.IsTransient, IsHeldUp = exception.IsHeldUp, RetryAfter = exception.RetryAfter };
        }
        catch (Exception exception) when (StorageFaults.IsUnavailable(exception, cancellationToken))
        {
            return new($"{delivery}: storage does not answer") { IsHeldUp = true };
        }
    }

    private async Task SendAsync(NotificationMessage message, DeliveryRoute delivery, DeliveryClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            await _channels[delivery.Kind].SendAsync(message, delivery.Recipient, cancellationToken);
        }
        catch (Exception)
        {
            // The next try shall not have to wait until the claim runs out.
            await log.ReleaseAsync(claim, CancellationToken.None);
            throw;
        }
    }

    [LoggerMessage(1802, LogLevel.Information, "Message {MessageId} is delivered: {Kind}.")]
    private partial void LogDelivered(string messageId, DeliveryKind kind);
}
