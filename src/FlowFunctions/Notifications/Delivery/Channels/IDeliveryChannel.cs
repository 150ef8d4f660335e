namespace FlowFunctions.Notifications.Delivery;

/// <summary>Takes messages one of the ways that there are.</summary>
public interface IDeliveryChannel
{
    DeliveryKind Kind { get; }

    /// <summary>When it returns, the message has been taken over by the feed, the mail server or the webhook.</summary>
    /// <exception cref="DeliveryFailedException">It has not; asking again may help.</exception>
    Task SendAsync(NotificationMessage message, string recipient, CancellationToken cancellationToken);
}
