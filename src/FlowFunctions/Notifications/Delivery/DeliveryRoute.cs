namespace FlowFunctions.Notifications.Delivery;

/// <summary>One way that a message has to go.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Recipient">A user's id, or a webhook's name.</param>
public sealed record DeliveryRoute(DeliveryKind Kind, string Recipient)
{
    /// <summary>As a log line may name it: no address is in it.</summary>
    public override string ToString() => Kind switch
    {
        DeliveryKind.Feed => $"feed of user '{Recipient}'",
        DeliveryKind.Mail => $"mail to user '{Recipient}'",
        _ => $"webhook '{Recipient}'",
    };
}
