using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Takes a message all the ways that it has to go, each once, however often the message is delivered from the queue.</summary>
public sealed partial class NotificationDelivery(
    IEnumerable<IDeliveryChannel> channels, DeliveryPlan plan, DeliveryLog log, ILogger<NotificationDelivery> logger)
{
    private readonly Dictionary<DeliveryKind, IDeliveryChannel> _channels = channels.ToDictionary(channel => channel.Kind);

    /// <summary>Makes the deliveries that are not done yet, all at once; one that fails does not keep the others.</summary>
    /// <exception cref="DeliveryFailedException">Some have failed; all are named, with why. It is transient where one of them is, and asks for the longest wait that one asks for.</exception>
    public async Task DeliverAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        var faults = await Task.WhenAll(plan.Of(message).Select(delivery => TryDeliverAsync(message, delivery, cancellationToken)));
        if (faults.OfType<DeliveryFailedException>().ToList() is { Count: > 0 } failed)
        {
            throw new DeliveryFailedException($"Message {message.Id} about run {message.Notice.RunId}: {string.Join("; ", failed.Select(fault => fault.Message))}.")
            {
                IsTransient = failed.Any(fault => fault.IsTransient),
                RetryAfter = failed.Max(fault => fault.RetryAfter),
            };
        }
    }

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
            await log.CompleteAsync(claim, cancellationToken);
            LogDelivered(message.Id, delivery.Kind);
            return null;
        }
        catch (DeliveryFailedException exception)
        {
            return new($"{delivery}: {exception.Message}") { IsTransient = exception.IsTransient, RetryAfter = exception.RetryAfter };
        }
        catch (Exception exception) when (StorageFaults.IsUnavailable(exception, cancellationToken))
        {
            return new($"{delivery}: storage does not answer");
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
